"""What a staff member may touch at the desk of events: foreign and unknown records are one 404; leads reach their own events."""

from django.db.models import QuerySet

from events.models import Commitment, Event, KitLoan, Paper, Photo
from people import access

_OF_EVENT = {"office": "event__office", "leads_path": "event__leads"}
_PATHS = {
    Event: {"office": "office", "leads_path": "leads"},
    KitLoan: _OF_EVENT,
    Photo: _OF_EVENT,
    Paper: _OF_EVENT,
    Commitment: _OF_EVENT,
}


def fetch(queryset: QuerySet, user, permission: str, pk: int):
    """Return one record the user may handle this way, or raise Http404."""
    return access.get_or_404(queryset, user, permission, **_PATHS[queryset.model], pk=pk)


def may(user, permission: str, event: Event) -> bool:
    """Tell whether the user may do this with what belongs to an event."""
    return access.scope(Event.objects.filter(pk=event.pk), user, permission, **_PATHS[Event]).exists()


def beside(form, refusal) -> None:
    """Put a refusal, and what it says besides, beside the fields of a form, or above it."""
    for one in [refusal, *refusal.and_also]:
        form.add_error(one.field if one.field in form.fields else None, one.sentence)
