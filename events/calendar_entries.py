"""What a calendar shows of an event: the same entry in every file and feed, so that a change updates it and a cancelling takes it out."""

from typing import Any

from bookings import revisions
from events import words
from events.models import Event, Registration


def method(event: Event) -> str:
    """Return what a calendar does with the event as it stands (RFC 5546): "PUBLISH" shows it, "CANCEL" takes it out."""
    return "CANCEL" if event.is_cancelled else "PUBLISH"


def entry(event: Event) -> dict[str, Any]:
    """Return the arguments of `sharing.calendar.shift_calendar`; the link to an online event is never in it."""
    return {
        "uid": words.uid_of(event), "summary": words.title_of(event), "starts": event.starts, "ends": event.ends, "zone": event.time_zone,
        "location": words.where(event), "description": str(event.words.bring), "sequence": event.sequence, "method": method(event), "now": event.changed_at,
    }  # fmt: skip


def number(registration: Registration) -> int:
    """Return the number of the entry for this reader, greater than any before: a calendar takes a new state, title or text only with a new one (RFC 5546, 2.1.4)."""
    return registration.event.sequence + registration.times_told + revisions.number(registration)
