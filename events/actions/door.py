"""Who came: marks that can be corrected, people who walk in, and those who are only counted. The actor is staff, a helper with a link, or a sign."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from bookings.ticks import MARKS, meanwhile
from events import door_rules
from events import guardians as young
from events.actions import guardians
from events.actions.attending import locked
from events.models import DoorCount, DoorLink, DoorSign, Event, Registration
from intake import form_keys
from intake.refusal import Refused
from people import met
from people.models import Person, User

Actor = User | DoorLink | DoorSign
_HOLDERS = {DoorLink: "door", DoorSign: "sign"}


@transaction.atomic
def tick(*, registration: Registration, state: str, seen: str, key: str, by: Actor, now: datetime) -> Registration:
    """Mark somebody as it was pressed, once per form key, however late it arrives: a phone may have been without a connection.

    `seen` is the state that stood there when it was pressed, if that is known: what somebody else has noted meanwhile stays, and
    whoever pressed is told. Raises Refused.
    """
    sending = _use(key, by, ["tick", registration.pk, state, seen], now)
    registration = locked(registration)
    if sending.first is not None:
        return registration
    if seen and registration.state not in {seen, state}:
        raise Refused(meanwhile(registration), code="meanwhile")
    return mark(registration, state, by, now)


def _use(key, by, content, now):
    holder = f"{_HOLDERS.get(type(by), 'user')}:{by.pk}"
    return form_keys.use(key=key or form_keys.new_key(), browser=holder, content=content, now=now)


def mark(registration: Registration, state: str, by: Actor, now: datetime) -> Registration:
    """Mark somebody whose registration is locked, in the caller's transaction. Raises Refused."""
    event = registration.event
    if state not in MARKS or registration.state not in MARKS:
        raise Refused(_("Only people who were expected can be marked. Confirm the registration first."))
    check_takes_place(event, now)
    came = state == State.ATTENDED
    registration.checked_in_at = now if came else None
    seats.occupy(booking=registration, state=State(state), now=now, also=["checked_in_at"])
    Person.objects.filter(pk=registration.person_id).update(active_at=now)
    if came:
        _meet(registration, by, now)
    return registration


def _meet(registration, by, now):
    """Who came to a training has met what it meets; a mark that was wrong is put right on the person's page, by whoever may."""
    event, person = registration.event, registration.person
    if event.meets_id and not person.apart and person.forgotten_at is None and event.meets.office_id == person.office_id:
        day = event.local_starts.date()
        met.note(person=person, requirement=event.meets, state="met", met_on=day, by=by if isinstance(by, User) else None, now=now)


def check_takes_place(event: Event, now: datetime) -> None:
    """Who came is noted from the day of the event on (its doors open an hour earlier), on the clock of the place, of what was not called off. Raises Refused."""
    if event.state not in door_rules.TAKES_PLACE:
        raise Refused(_("This event does not take place, so nobody can be noted."))
    if not door_rules.may_note(event, now):
        raise Refused(_("Who came can be noted from the day of the event on."))


@transaction.atomic
def add_walk_in(
    *, event: Event, name: str, by: Actor, now: datetime, party_size: int = 1, key: str = "", is_minor: bool = False, consent_seen: bool = False
) -> Registration:  # fmt: skip
    """Write down somebody who came without a registration, once per form key: a fact, not counted against the places.

    Where a guardian has to agree, `by` has seen the consent on paper of whoever is under 18. Raises Refused.
    """
    sending = _use(key, by, ["walk-in", event.pk, name, party_size, is_minor, consent_seen], now)
    if sending.first is not None:
        return Registration.objects.get(pk=sending.first["registration"])
    walk_in = come_by_name(event=event, name=name, party_size=party_size, by=by, now=now, is_minor=is_minor, consent_seen=consent_seen)
    form_keys.remember(sending, result={"registration": walk_in.pk})
    return walk_in


def come_by_name(
    *, event: Event, name: str, party_size: int, by: Actor, now: datetime, is_minor: bool = False, consent_seen: bool = False
) -> Registration:  # fmt: skip
    """Write somebody down, in the caller's transaction. Raises Refused."""
    check_takes_place(event, now)
    is_asked = is_minor and young.asks(event)
    if is_asked and not consent_seen:
        raise Refused(_("A parent or guardian has to agree. Tick this when you have seen their consent on paper."), field="consent_seen")
    person = Person.objects.find_or_add(office=event.office, name=name, apart=event.apart)
    walk_in = Registration(
        event=event, person=person, party_size=party_size, state=State.WALK_IN, waits_since=now, checked_in_at=now,
        entered_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    if is_asked:
        guardians.seen_on_paper(walk_in, by=by, now=now)
    walk_in.save(force_insert=True)
    return walk_in


@transaction.atomic
def count_nameless(*, event: Event, people: int, by: Actor, now: datetime, key: str = "") -> DoorCount | None:
    """Count people who came without giving a name, once per form key: they are in the totals, and nobody is made up. Raises Refused."""
    sending = _use(key, by, ["count", event.pk, people], now)
    if sending.first is not None:
        return DoorCount.objects.filter(pk=sending.first["count"]).first()
    counted = come_nameless(event=event, people=people, by=by, now=now)
    form_keys.remember(sending, result={"count": counted.pk})
    return counted


def come_nameless(*, event: Event, people: int, by: Actor, now: datetime) -> DoorCount:
    """Count people, in the caller's transaction. Raises Refused."""
    check_takes_place(event, now)
    return DoorCount.objects.create(
        event=event, people=people, noted_at=now, noted_by=by if isinstance(by, User) else None, door_link=by if isinstance(by, DoorLink) else None,
        sign=by if isinstance(by, DoorSign) else None,
    )  # fmt: skip


@transaction.atomic
def take_back_count(*, event: Event, by: Actor, now: datetime, key: str = "") -> None:
    """Take back what was counted last for an event, once per form key. Raises Refused where nobody was counted."""
    sending = _use(key, by, ["count back", event.pk], now)
    if sending.first is not None:
        return
    last = DoorCount.objects.select_for_update().filter(event=event).order_by("-pk").first()
    if last is None:
        raise Refused(_("Nobody was counted without a name."))
    last.delete()


def headcount(event: Event) -> tuple[int, int]:
    """Return how many came with a name (with those they brought), and how many more were counted."""
    came = Registration.objects.filter(event=event, state__in=[State.ATTENDED, State.WALK_IN]).aggregate(n=Sum("party_size"))["n"]
    return came or 0, DoorCount.objects.filter(event=event).aggregate(n=Sum("people"))["n"] or 0
