"""When reminders of an event come: three days before at 10 a.m., and at 6 p.m. the day before, on the clock of the place."""

import hashlib
from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _

from events.models import Event
from languages import formats

TIMES = {"early": (3, 10), "eve": (1, 18)}  # days before and the hour


def of(event: Event) -> dict[str, datetime]:
    """Return {name: moment} of the reminders of an event, the earlier first."""
    day = event.local_starts.date()
    return {name: datetime.combine(day - timedelta(days=days), time(hour), tzinfo=event.zone) for name, (days, hour) in TIMES.items()}


def in_words(event: Event, now: datetime) -> str:
    """Return when the reminders will come, so that nobody wonders: only those still ahead are promised."""
    times = of(event)
    at = {"time": formats.clock(times["eve"])}
    if now < times["early"]:
        return _("We will remind you three days before, and at %(time)s the day before.") % at
    return _("We will remind you at %(time)s the day before.") % at if now < times["eve"] else ""


def link_key(event: Event) -> str:
    """Return the period of the letter with the way in: the start, and what the way in is, so that a corrected link is told again."""
    way_in = f"{event.online_link} {event.dial_in or ''} {event.dial_in_code}"
    return f"{start_key(event.starts)}:{hashlib.md5(way_in.encode(), usedforsecurity=False).hexdigest()[:8]}"


def start_key(starts: datetime) -> str:
    """Return the start as it stands in a letter's period: a moved event gets new reminders, and a new letter with its link."""
    return f"{starts.astimezone(UTC):%Y%m%dT%H%MZ}"
