"""What a drawer is: a title, a count, the first rows, and where all of it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from intake.today import TodayFilter

SHOWN = 5
MOST = 100


@dataclass(frozen=True)
class Row:
    """One thing to do: what, where to do it, by when or how much."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Drawer:
    """One kind of thing to do; all of it stands on a `page`, else in the list of its model, filtered by its `name`. One query when it is opened."""

    title: str
    empty: str
    queryset: QuerySet[Any]
    row: Callable[[Any], Row]
    page: str = ""
    name: str = ""

    @cached_property
    def _found(self):
        return list(self.queryset[: MOST + 1])

    @cached_property
    def rows(self):
        """The first rows."""
        return [self.row(one) for one in self._found[:SHOWN]]

    @property
    def count(self):
        """How many there are; counted no further than a hundred and one."""
        return len(self._found)

    @property
    def count_in_words(self):
        """The count, or "more than 100"."""
        return f"{MOST}+" if self.count > MOST else str(self.count)

    @property
    def all_url(self):
        """Where all of it is, and nothing else."""
        label = self.queryset.model._meta.label_lower.replace(".", "_")
        return self.page or f"{reverse(f'admin:{label}_changelist')}?{TodayFilter.parameter_name}={self.name}"
