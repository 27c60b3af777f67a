"""What needs a colleague today among the rows of a list: the home of staff says what, and registers how it is found; this registry knows no names."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

Found = dict[str, tuple[str, QuerySet[Any]]]  # name → its words, and the rows

_finders: list[Callable[[AbstractBaseUser, type[Model]], Found]] = []


def register(find: Callable[[AbstractBaseUser, type[Model]], Found]) -> None:
    """Add what finds the rows of a model that need a user today; called once when the portal starts."""
    _finders.append(find)


class TodayFilter(admin.SimpleListFilter):
    """What needs the reader today, as the home of staff counts it."""

    title = gettext_lazy("what needs you today")
    parameter_name = "today"

    def lookups(self, request, model_admin):
        self.found = {name: one for find in _finders for name, one in find(request.user, model_admin.model).items()}
        return [(name, words) for name, (words, _rows) in self.found.items()]

    def queryset(self, request, queryset):
        _words, rows = self.found.get(self.value(), ("", None))
        return queryset if rows is None else queryset.filter(pk__in=rows.order_by().values("pk"))
