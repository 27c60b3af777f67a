"""Who may see and handle the people of an event: foreign and unknown are one 404; of a sensitive event only its own staff."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from events.models import DoorLink, DoorSign, Event, Invitation, Registration
from people import access
from people.absences import looked_after_by
from people.models import User

_PATHS = {
    Event: {"office": "office", "leads_path": "leads"},
    Registration: {"office": "event__office", "leads_path": "event__leads"},
    Invitation: {"office": "event__office", "leads_path": "event__leads"},
    DoorLink: {"office": "event__office", "leads_path": "event__leads"},
    DoorSign: {"office": "event__office", "leads_path": "event__leads"},
}


def fetch(queryset: QuerySet, user: User, permission: str, pk: int) -> Any:
    """Return one record the user may handle this way, or raise Http404."""
    found = access.get_or_404(queryset, user, permission, **_PATHS[queryset.model], pk=pk)
    event = found if isinstance(found, Event) else found.event
    if event.is_sensitive and not is_own_staff(user, event):
        raise Http404
    return found


def is_own_staff(user: User, event: Event) -> bool:
    """Whoever coordinates events in the office, or leads this one (or looks after it for a colleague who is away)."""
    return access.allows(user, "events.change_event", event.office_id) or event.leads.filter(pk__in=looked_after_by(user)).exists()


def may(user: User, permission: str, event: Event) -> bool:
    """Tell whether the user may do this with what belongs to an event."""
    return access.scope(Event.objects.filter(pk=event.pk), user, permission, **_PATHS[Event]).exists()
