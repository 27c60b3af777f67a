"""Until when support is asked for."""

from datetime import datetime, timedelta

from events.models import Event

USUAL = timedelta(days=14)


def request_deadline(event: Event) -> datetime:
    """Return until when people are asked to say what would help them; nothing closes then."""
    return (event.request_deadline or event.starts - USUAL).astimezone(event.zone)


def is_soon_or_past(event: Event, now: datetime) -> bool:
    """Tell whether the deadline is so near that pages say “ask as soon as you can, we will try”."""
    return now >= request_deadline(event) - timedelta(days=1)
