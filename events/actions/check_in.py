"""People check themselves in at the door of an event, on their own phones; the event is locked first, always."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import limits, seats
from bookings.check_in import named, reached_at, with_code
from bookings.models import State
from events import codes, door_rules
from events.actions import door
from events.actions.attending import locked
from events.models import DoorSign, DoorTry, Event, Registration
from intake import form_keys
from intake.refusal import Refused

HERE = {State.CONFIRMED, State.ATTENDED, State.WALK_IN}
KNOWN = HERE | {State.NO_SHOW, State.EXCUSED}


@transaction.atomic
def by_code(*, sign: DoorSign, typed: str, browser: str, key: str, now: datetime, is_late_post: bool = False) -> Registration | None:
    """Check in whoever has the code, once per form key; None when nobody here has it: mistyped, foreign and unknown are the same, and count as a try.

    Doing it twice changes nothing more. Raises Refused too early, too late, where the event is off, and after too many tries.
    """
    sending = _use(sign, key, ["code", typed.strip().upper()], now)
    if sending.first:  # what found nobody is looked for again
        return Registration.objects.get(pk=sending.first["registration"])
    sign = _open(sign, browser, now, is_late_post)
    found = with_code(expected_at(sign.event), typed, among=codes.among)
    if found is None:
        DoorTry.objects.create(sign=sign, browser=browser, tried_at=now)
        return None
    arrived = arrive(sign=sign, registration=found, now=now, is_late_post=is_late_post)
    form_keys.remember(sending, result={"registration": arrived.pk})
    return arrived


@transaction.atomic
def by_address(*, sign: DoorSign, typed: str, first_name: str, browser: str, key: str, now: datetime, is_late_post: bool = False) -> None:
    """Check in whoever gave this email address or phone number, once per form key, and tell nobody whether anybody did.

    On a phone of one's own the answer would show strangers who comes; so it is always the same, and each address counts as a try. Where
    several people share one, the first name decides. At a sensitive event nobody is looked for. Raises Refused as `by_code` does.
    """
    sending = _use(sign, key, ["address", typed.strip().lower(), first_name], now)
    if sending.first:
        return
    sign = _open(sign, browser, now, is_late_post)
    DoorTry.objects.create(sign=sign, browser=browser, tried_at=now)
    form_keys.remember(sending, result={"heard": True})
    people = [] if sign.event.is_sensitive else reached_at(expected_at(sign.event), typed)
    if not people:
        return
    with suppress(Refused), transaction.atomic():  # two of one name, or something else was noted: nothing is said, so ask at the door
        arrive(sign=sign, registration=_one_of(people, first_name), now=now, is_late_post=is_late_post)


@transaction.atomic
def arrive(*, sign: DoorSign, registration: Registration, now: datetime, is_late_post: bool = False) -> Registration:
    """Note that somebody who is expected has come; doing it twice changes nothing more. What somebody else has noted stays. Raises Refused."""
    registration = locked(registration)
    door_rules.check_checks_in(registration.event, now, is_late_post=is_late_post)
    if registration.state not in KNOWN:
        raise Refused(_("You are not on the list of this event any more. Please ask at the door."), code="gone")
    if registration.state not in HERE:
        raise Refused(_("Please ask at the door: something else was noted for you."), code="noted")
    return door.mark(registration, State.ATTENDED, sign, now) if registration.state == State.CONFIRMED else registration


@transaction.atomic
def count_in(*, sign: DoorSign, name: str, party_size: int, browser: str, key: str, now: datetime, is_late_post: bool = False) -> int:
    """People who have not registered count themselves, with a name or without one, once per form key; returns how many. Raises Refused."""
    if not sign.takes_walk_ins:
        raise Refused(_("Please ask at the door: they write you down."), code="ask")
    sending = _use(sign, key, ["count in", name, party_size], now)
    if sending.first:
        return sending.first["people"]
    sign = _held(sign)
    door_rules.check_checks_in(sign.event, now, is_late_post=is_late_post)
    limits.check_party(party_size, sign.event.office)
    door_rules.check_counts(sign, browser, now)
    if name:
        door.come_by_name(event=sign.event, name=name, party_size=party_size, by=sign, now=now)
    else:
        door.come_nameless(event=sign.event, people=party_size, by=sign, now=now)
    DoorTry.objects.create(sign=sign, browser=browser, tried_at=now, counted=party_size)
    form_keys.remember(sending, result={"people": party_size})
    return party_size


def expected_at(event: Event):
    """Return the registrations of an event that can be checked in, or were marked: nobody unproved, waiting, gone or forgotten."""
    found = Registration.objects.filter(event=event, state__in=KNOWN, link=None, person__forgotten_at=None)
    return found.select_related("person", "event").order_by("pk")


def _use(sign, key, content, now):
    return form_keys.use(key=key or form_keys.new_key(), browser=f"sign:{sign.pk}", content=content, now=now)


def _open(sign, browser, now, is_late_post):
    """Return the sign, held, where people can check in now and this browser may still try. Raises Refused."""
    sign = _held(sign)
    door_rules.check_checks_in(sign.event, now, is_late_post=is_late_post)
    door_rules.check_tries(sign, browser, now)
    return sign


def _held(sign):
    """The event is held, so that tries are counted right; the sign comes with the event as it is now."""
    seats.lock(Event(pk=sign.event_id))
    return DoorSign.objects.select_related("event__office", "event__venue").get(pk=sign.pk)


def _one_of(people, first_name):
    """Return the one who stands here; whoever is expected before whoever is marked."""
    of_one = named(people, first_name, said=_("We cannot tell who you are. Please ask at the door."))
    return min(of_one, key=lambda one: (one.state != State.CONFIRMED, one.pk))
