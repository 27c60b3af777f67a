"""Everyone on the list of an event, in four lists that do not mix; and how many came."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bookings.models import State
from events import guardians
from events.actions.door import headcount
from events.models import Event, Registration
from languages.names import language_names

EXPECTED = {State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.WALK_IN}
UNCONFIRMED = {State.HELD, State.REQUESTED, State.OFFERED}
GONE = {State.CANCELLED, State.DECLINED, State.EXPIRED}


@dataclass(frozen=True)
class Sheet:
    """The people of one event, and how many: expected with those they bring, come with a name, counted without one."""

    expected: list
    unconfirmed: list
    waiting: list
    gone: list
    people: int
    came: int
    nameless: int


def of(event: Event) -> Sheet:
    """Return the sheet of an event; a constant number of queries."""
    asked = Count("accommodation_requests", filter=Q(accommodation_requests__state__in=["requested", "arranging", "confirmed", "cannot"]))
    people = list(Registration.objects.filter(event=event).select_related("person", "consent__guardian").annotate(asked=asked).order_by("person__name", "pk"))
    languages = {code: name for code, name in language_names().items() if code != settings.LANGUAGE_CODE}
    guardians.put_missing(people, event)
    for one in people:
        one.language_name = languages.get(one.language, "")
    came, nameless = headcount(event)
    waiting = sorted((one for one in people if one.state == State.WAITLISTED), key=lambda one: (one.waits_since, one.pk))
    expected = [one for one in people if one.state in EXPECTED]
    return Sheet(
        expected=expected, unconfirmed=[one for one in people if one.state in UNCONFIRMED], waiting=waiting, gone=[one for one in people if one.state in GONE],
        people=sum(one.party_size for one in expected if one.state != State.WALK_IN), came=came, nameless=nameless,
    )  # fmt: skip


def mark_labels() -> list[tuple[str, str]]:
    """Return what can be pressed beside a name, as (state, words)."""
    return [(State.ATTENDED.value, _("Came")), (State.NO_SHOW.value, _("Did not come")), (State.EXCUSED.value, _("Excused"))]
