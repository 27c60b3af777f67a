"""Places of a drive that take what is promised, with their hours: for whoever has chosen none, and for letters to somebody whose own place takes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from donations import opening, pledge_words
from donations.actions import rerouting
from donations.models import DropOffLocation, Pledge
from languages import formats
from places.directions import directions_to, on_one_line

MOST_NAMED = 5


@dataclass(frozen=True)
class Named:
    """A place in words: where it is, the way there, and its hours where it has told some."""

    id: int
    where: str
    directions: str
    hours: str


def of_drives(drives: Iterable[int]) -> dict[int, list[DropOffLocation]]:
    """Return the places of some drives (ids), in the office's order, with all that tells what they take and when; four queries."""
    found = DropOffLocation.objects.filter(drive__in=set(drives)).select_related("venue", "drive").prefetch_related("hours", "closures", "accepts")
    by_drive = defaultdict(list)
    for location in found:
        by_drive[location.drive_id].append(location)
    return by_drive


def day_of(pledge: Pledge) -> date | None:
    """Return the day on which a fetched pledge is expected: that of the appointment, else the one that was named, if any; none where it was missed."""
    time = pledge_words.appointment(pledge)
    if time and time.window.ends <= timezone.now():
        return None
    return time.window.local_starts.date() if time else pledge.expected_day


def nearest(pledge: Pledge, closed: DropOffLocation, others: list[DropOffLocation]) -> DropOffLocation | None:
    """Return the nearest other place that takes what is promised on its day, with its words in the active language."""
    needs = {line.need_id for line in pledge.lines.all()}
    found = rerouting.nearest(closed, day_of(pledge), needs, others, today=timezone.localdate(timezone.now(), pledge.drive.zone))
    pledge_words.put_once([found] if found else [])
    return found


def some(pledge: Pledge, places: list[DropOffLocation]) -> list[Named]:
    """Return the first places, in the office's order, that take all that is promised without an appointment, on its day or soon; at most five."""
    today, day = timezone.localdate(timezone.now(), pledge.drive.zone), day_of(pledge)
    day = day if day and day >= today else None
    found = rerouting.taking(day, {line.need_id for line in pledge.lines.all()}, [one for one in places if not one.wants_appointments], today=today)
    return [Named(one.pk, on_one_line(one.venue), directions_to(one.venue), hours(one, day)) for one in found[:MOST_NAMED]]


def hours(location: DropOffLocation, day: date | None) -> str:
    """Return the hours of a day in words, “9 a.m. to noon, 1 p.m. to 6 p.m.”; of a week where there is no day."""
    if day is None:
        return formats.plain("; ".join(f"{days}: {times}" for days, times in opening.weekly(location)))
    return formats.plain(", ".join(formats.time_range(starts, ends) for starts, ends in opening.hours_on(location, day)))


def why_closed(location: DropOffLocation, day: date | None) -> str:
    """Return the reason of a closed day in the active language, or nothing. A query for each language at most."""
    closed = day and opening.closure(location, day)
    if not closed:
        return ""
    pledge_words.put_once(location.closures.all())
    return str(opening.reason_of(closed))
