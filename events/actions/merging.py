"""Two people become one: of two registrations for one event the chosen one stays, everything else changes hands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.models import State
from events.actions import attending
from events.models import Event, Registration
from intake.refusal import Refused
from people.merging import GONE, Merge
from people.models import Person


@dataclass(frozen=True)
class SameEvent:
    """Both are registered for one event."""

    kept: Registration
    gone: Registration

    @property
    def key(self) -> str:
        """The name of the question which one stays."""
        return f"event-{self.kept.event_id}"


def same_events(kept: Person, gone: Person) -> list[SameEvent]:
    """Return the events for which both have a live registration, by id; two queries."""
    theirs = {one.event_id: one for one in Registration.objects.live().filter(person=kept).select_related("event")}
    others = Registration.objects.live().filter(person=gone, event__in=theirs).select_related("event").order_by("event_id")
    return [SameEvent(theirs[one.event_id], one) for one in others]


def hold(persons: list[int]) -> None:
    """Lock what the other verbs lock before a person, in their order: the events where a place may come free, then registrations."""
    events = set(Registration.objects.live().filter(person__in=persons).values_list("event", flat=True)) if len(set(persons)) > 1 else set()
    list(Event.objects.select_for_update().filter(pk__in=events).order_by("pk").values_list("pk"))
    list(Registration.objects.select_for_update().filter(person__in=persons).order_by("pk").values_list("pk"))


def move_registrations(merge: Merge) -> None:
    """Of two registrations for one event, the chosen one stays and the other's place comes free; the rest moves whole. Raises Refused."""
    waiting = Registration.objects.open().filter(person__in=[merge.kept, merge.gone], link__isnull=False)
    if waiting.exclude(link__address__in=["", merge.values["email"]]).exists():
        raise Refused(
            _("A registration of theirs still waits for the code that went to the other address. Keep that address, or wait until it is confirmed or over."),
            field="email", code="waits",
        )  # fmt: skip
    for both in same_events(merge.kept, merge.gone):
        goes = both.kept if merge.chosen[both.key] == GONE else both.gone
        attending.leave(attending.locked(goes), State.CANCELLED, merge.now)
    for registration in Registration.objects.filter(person=merge.gone).order_by("pk"):
        registration.person = merge.kept
        registration.save(update_fields=["person", "changed_at"])
