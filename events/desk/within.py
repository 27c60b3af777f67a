"""Which events, and what belongs to them, a colleague may handle on these pages: by a role in the office, or by leading the event."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from events.models import Event
from people import access
from people.models import User

_OF_EVENT = {"office": "event__office", "leads_path": "event__leads"}


def _paths(model: type[Model]) -> dict[str, str]:
    return {"office": "office", "leads_path": "leads"} if model is Event else _OF_EVENT


def fetch(queryset: QuerySet, request: HttpRequest, permission: str, pk: int) -> Any:
    """Return one record that the colleague may handle this way, or raise Http404: foreign and unknown look the same."""
    return access.get_or_404(queryset, request.user, permission, **_paths(queryset.model), pk=pk)


def event(request: HttpRequest, permission: str, pk: int) -> Event:
    """Return an event that the colleague may handle this way, or raise Http404."""
    return fetch(Event.objects.select_related("office", "venue"), request, permission, pk)


def scoped(queryset: QuerySet, user: User, permission: str) -> QuerySet:
    """Return the rows of offices where the colleague may do this, and of events they lead."""
    return access.scope(queryset, user, permission, **_paths(queryset.model))


def may(user: User, permission: str, of: Event) -> bool:
    """Tell whether the colleague may do this with what belongs to an event."""
    return scoped(Event.objects.filter(pk=of.pk), user, permission).exists()
