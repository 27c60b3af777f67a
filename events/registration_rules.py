"""Why not: what stands in the way of coming to an event; each check raises Refused with a sentence a resident understands."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from bookings.ages import BELOW
from bookings.models import State
from events.models import Event, Invitation, Registration
from intake.refusal import Refused
from people.models import Person, User

PHONE_SHARE = 4  # people without email may hold a quarter of the places until the office has called
LINK_AHEAD = timedelta(hours=24)  # before the start the registered get the online link, and never earlier
_PHONE = Person._meta.get_field("phone")


def check_open(event: Event, now: datetime) -> None:
    """The event takes registrations: announced, neither called off nor put off, not begun."""
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled. Please do not come."), code="cancelled")
    if event.state == Event.State.POSTPONED:
        raise Refused(_("This event is postponed. As soon as it has a new date, you can register here."), code="postponed")
    if event.state != Event.State.PUBLISHED:
        raise Refused(_("This event is over, or not announced yet."), code="closed")
    if event.starts <= now:
        raise Refused(_("This event has already begun. You do not need to register: just come, or call us."), code="over")


def check_still_open(event: Event, now: datetime) -> None:
    """After the insert, which has waited for whoever called the event off: read again, and refuse what is called off or put off by now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, starts FROM events_event WHERE id = %s", [event.pk])
        event.state, event.starts = cursor.fetchone()
    check_open(event, now)


def check_invited(event: Event, invitation: Invitation | None) -> None:
    """Where partners are invited, their link is needed."""
    if event.invited_only and (invitation is None or invitation.event_id != event.pk):
        raise Refused(_("This event is for invited partners. Please open the link of your invitation, or call us."), code="not_invited")


def check_answers(event: Event, form: Any) -> None:
    """What the form of this event has to ask was answered: an age that may come, a guardian for the young, how somebody takes part, a group only where groups may come."""
    age = event.minimum_age
    if age and form.age == BELOW:
        if event.with_adult:
            raise Refused(_("Children under %(age)s come along with an adult: register the adult, and say how many children come.") % {"age": age}, field="age")
        raise Refused(_("This is for people of %(age)s and older.") % {"age": age}, field="age", code="too_young")
    if age and form.age not in set(Registration.AgeBand.values) - {""}:
        raise Refused(_("Choose an age."), field="age")
    if form.age == Registration.AgeBand.MINOR and event.guardian_consent and not (form.organization or form.guardian or form.agreed):
        raise Refused(_("Enter the name of a parent or guardian: they have to agree."), field="guardian_name")
    if form.organization and not event.takes_groups:
        raise Refused(_("Groups do not register for this event on one form. Please call us."), field="organization")
    if form.attends and form.attends != way_of(event, form.attends):
        raise Refused(_("This event is not held that way. Please choose again."), field="attends")


def way_of(event: Event, wanted: str) -> str:
    """Return how somebody takes part: where there is one way only it is that one."""
    if event.mode == Event.Mode.HYBRID:
        return wanted or Registration.Attends.IN_PERSON
    return Registration.Attends.ONLINE if event.mode == Event.Mode.ONLINE else Registration.Attends.IN_PERSON


def check_phone_share(event: Event, party_size: int) -> None:
    """People without email hold at most a quarter of the places (one at least) until the office has called them."""
    if event.capacity is None:
        return
    waiting = Registration.objects.filter(event=event, state=State.HELD, person__email="").aggregate(n=Sum("party_size"))["n"] or 0
    if waiting + party_size > max(1, event.capacity // PHONE_SHARE):
        raise Refused(
            _("Too many people are waiting for our call for this event. Please call us, or give an email address."), field="phone", code="phone_share"
        )


_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0));"
_PLACES = """
SELECT COALESCE(sum(registration.party_size), 0) FROM events_registration registration JOIN people_person person ON person.id = registration.person_id
WHERE person.email = %(email)s AND (%(email)s <> '' OR person.phone = %(phone)s) AND registration.event_id = %(event)s
    AND registration.state = ANY(%(live)s) AND registration.link_id IS NULL AND registration.id IS DISTINCT FROM %(registration)s
"""


def hold_addresses(persons: Iterable[Person]) -> None:
    """Hold these people's addresses until the end of the transaction, before any event is locked: their limits are counted by one at a time."""
    with connection.cursor() as cursor:
        for key in sorted({_key(person) for person in persons}):
            cursor.execute(_HOLD, {"key": key})


def _key(person):
    return f"events.places|{person.email or person.phone}"


def check_places_per_address(registration: Registration) -> None:
    """One proved address holds at most the office's number of places at an event, and a group its own number.

    Holds the address; a caller with locks does so before them.
    """
    person = registration.person
    if not (person.email or person.phone):
        return
    values = {
        "key": _key(person), "email": person.email, "phone": _PHONE.get_prep_value(person.phone), "event": registration.event_id, "live": list(map(str, State.LIVE)),
        "registration": registration.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:  # two statements in one round trip; the second sees what the first has waited for
        cursor.execute(_HOLD + _PLACES, values)
        held = cursor.fetchone()[0]
    limit = person.office.places_per_address
    if registration.organization:
        limit = max(limit, person.office.places_per_group)
    if held + registration.party_size > limit:
        raise Refused(
            _("One address can hold at most %(limit)s places at an event. For a larger group, please call us.") % {"limit": limit},
            field="party_size", code="limit",
        )  # fmt: skip


def check_changes(registration: Registration, by: User | None, now: datetime) -> None:
    """A registration that is still open; its owner changes it up to the start."""
    if registration.state not in State.OPEN:
        raise Refused(_("This registration is not open any more. Nothing was changed."))
    if by is None and registration.event.starts <= now and registration.event.state != Event.State.POSTPONED:
        raise Refused(_("The event has already begun. Please call us instead."))


def check_can_come(event: Event, now: datetime) -> None:
    """It takes place, and is not over: nobody is expected at what was called off, put off or is past."""
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled. Please do not come."), code="cancelled")
    if event.state == Event.State.POSTPONED:
        raise Refused(_("Your registration stays. We write to you as soon as there is a new date."), code="postponed")
    if event.state != Event.State.PUBLISHED or event.ends <= now:
        raise Refused(_("This event is over. Thank you."), code="over")


def tells_link(registration: Registration, now: datetime) -> bool:
    """The online link is told to who is confirmed and takes part from home, from 24 hours before the start and not earlier; of a public meeting it is public."""
    event = registration.event
    is_expected = registration.link_id is None and registration.state in {State.CONFIRMED, State.ATTENDED}
    goes_on = event.state == Event.State.PUBLISHED and event.starts - LINK_AHEAD <= now < event.ends
    return is_expected and goes_on and registration.comes_online and bool(event.online_link or event.dial_in)
