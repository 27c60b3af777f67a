"""The letters about what would help somebody take part: what is owed, to whom, until when. What they say stands in `accommodation_kinds`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from events.letters import asked as common
from events.models import AccommodationRequest
from mailing import letters

STILL_ASKED = timedelta(days=14)  # after the event


def asked(request: AccommodationRequest, *, now: datetime) -> None:
    """“We have your request, and answer by …”, once."""
    letters.send("support_asked", to=request.person, about=request, now=now, expires=common.until(request.event))


def answered(request: AccommodationRequest, *, now: datetime) -> None:
    """“About what would help you take part”: the office's words, each time they change; an older answer that has not left is not sent."""
    letters.cancel(about=[request], kinds=["support_asked", "support_answered"], now=now)
    letters.send("support_answered", to=request.person, about=request, now=now, period=_moment(now), expires=common.until(request.event))


def to_answer(request: AccommodationRequest, *, now: datetime, again: bool = False) -> None:
    """“Somebody asks for support”, to whoever answers it; `again` after it was taken back."""
    _to_staff("support_to_answer", request, now, _moment(now) if again else "")


def taken_back(request: AccommodationRequest, *, was_known: bool, now: datetime) -> None:
    """Nothing more is owed to the person; whoever arranges it hears that it is not needed, so that an interpreter can be called off."""
    letters.cancel(about=[request], now=now)
    if was_known:
        _to_staff("support_taken_back", request, now, _moment(now))


def _moment(now):
    return f"{now:%Y%m%d%H%M%S.%f}"


def _to_staff(kind, request, now, period):
    for address in common.who_answers(request.event, now=now):
        letters.send_to_address(
            kind,
            address=address,
            office=request.event.office,
            language=settings.LANGUAGE_CODE,
            about=request,
            now=now,
            period=period,
            expires=common.until(request.event),
        )


def did_it_work(requests: Iterable[AccommodationRequest], *, now: datetime) -> int:
    """“Did it work?”, once to each; returns how many are new."""
    owed = [letters.Owed(one.person, one, expires=one.event.ends + STILL_ASKED) for one in requests]
    return letters.send_many("support_worked", owed, now=now)
