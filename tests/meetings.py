"""Makers for events: plain functions with honest defaults. The event is the office's own listening session in Grove Hall."""

import itertools
from datetime import timedelta

from bookings.models import State
from events.models import AccommodationRequest, Board, Event, KitLoan, KitType, Question, Registration, SupportKind
from tests import makers

_numbers = itertools.count(1)


def event(*, places=None, starts=None, hours=2, **changes):
    """A published listening session in ten days; as many as come unless told."""
    number = next(_numbers)
    starts = starts or makers.NOW + timedelta(days=10)
    values = {
        "title": f"Listening session {number}", "slug": f"listening-session-{number}", "kind": Event.Kind.LISTENING, "purpose": "What should be safer in Grove Hall?",
        "text": "We listen.", "state": Event.State.PUBLISHED, "capacity": places, "starts": starts, "ends": starts + timedelta(hours=hours),
        "published_at": makers.NOW - timedelta(days=5), **changes,
    }  # fmt: skip
    if "office" not in values:
        values["office"] = makers.office()
    if "venue" not in values and values.get("mode") != Event.Mode.ONLINE:
        values["venue"] = makers.venue()
        values.setdefault("neighborhood", values["venue"].neighborhood)
    return Event.objects.create(**values)


def registration(of=None, *, who=None, state=State.CONFIRMED, size=1, now=makers.NOW, **changes):
    number = next(_numbers)
    of = of or event()
    who = who or makers.person(f"Vera {number}", f"vera.meets{number}@example.org", office=of.office)
    with makers.made_at_the_latest(now):
        return Registration.objects.create(event=of, person=who, state=state, party_size=size, waits_since=now, **changes)


def accommodation(of=None, *, who=None, kind=SupportKind.INTERPRETER, **changes):
    number = next(_numbers)
    of = of or event()
    who = who or makers.person(f"Vera {number}", f"vera.asks{number}@example.org", office=of.office)
    return AccommodationRequest.objects.create(event=of, person=who, kind=kind, **changes)


def question(of=None, *, text="When will the crossing be safer?", **changes):
    return Question.objects.create(event=of or event(), text=text, **changes)


def board(**changes):
    number = next(_numbers)
    values = {"name": f"Civilian Review Board {number}", "slug": f"civilian-review-{number}", **changes}
    if "office" not in values:
        values["office"] = makers.office()
    return Board.objects.create(**values)


def kit(*, owned=10, **changes):
    values = {"name": f"Rakes {next(_numbers)}", **changes}
    if "office" not in values:
        values["office"] = makers.office()
    return KitType.objects.create(owned=owned, **values)


def loan(of, *, quantity=1, event_=None, since=None, until=None, **changes):
    """So many of a kit for one day, the day of the event, unless told."""
    event_ = event_ or event()
    day = event_.local_starts.date()
    return KitLoan.objects.create(kit=of, event=event_, quantity=quantity, since=since or day, until=until or since or day, **changes)
