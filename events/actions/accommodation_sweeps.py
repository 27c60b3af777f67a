"""What the clock does about requests: the morning after an event, everybody who was promised something is asked whether it worked."""

from datetime import datetime, time, timedelta

from events.letters import accommodations as letters
from events.models import AccommodationRequest, Event

ASKED_AT = time(10)  # on the clock of the place, the day after
LATEST = timedelta(days=5)  # after the end: later nobody remembers
_HELD = [Event.State.PUBLISHED, Event.State.HELD, Event.State.REPORTED]


def ask_whether_it_worked(*, now: datetime) -> int:
    """Owe the one question to everybody whose request was confirmed, once; returns how many are new. Safe to run twice."""
    over = AccommodationRequest.objects.proved().filter(state=AccommodationRequest.State.CONFIRMED, worked="", person__forgotten_at=None)
    over = over.filter(event__state__in=_HELD, event__ends__lte=now, event__ends__gt=now - LATEST).select_related("person", "event")
    return letters.did_it_work([request for request in over.order_by("pk") if _morning_after(request.event) <= now], now=now)


def _morning_after(event):
    day = event.local_ends.date() + timedelta(days=1)
    return datetime.combine(day, ASKED_AT, tzinfo=event.zone)
