"""Which times for drop-off appointments fit the hours of a location: on the clock of the place, never on a closed day or over a break.

No queries when the location's drive is loaded and `hours` and `closures` are prefetched.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from donations import opening
from donations.models import DropOffLocation

Times = tuple[datetime, datetime]  # from, to


def between(
    location: DropOffLocation, first: date, last: date, *, weekdays: set[int], length: timedelta, starts: time | None = None, ends: time | None = None
) -> Iterator[Times]:
    """Yield the times of that length, one after the other from the moment a place opens (or `starts`), that end before it closes (or `ends`); Monday is 0."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays:
            for opens, closes in open_hours(location, day, starts, ends):
                yield from _one_after_the_other(opens, closes, length, location.drive.zone)


def open_hours(location: DropOffLocation, day: date, starts: time | None = None, ends: time | None = None) -> list[Times]:
    """Return the hours of a day as far as they lie between two times on the clock; of a place that has told no hours, what lies between them."""
    zone = location.drive.zone
    least, most = (clock and datetime.combine(day, clock, tzinfo=zone) for clock in (starts, ends))
    if not location.hours.all():
        return [(least, most)] if least and most and least < most and not opening.closure(location, day) else []
    rows = [(max(opens, least or opens), min(closes, most or closes)) for opens, closes in opening.hours_on(location, day)]
    return [(opens, closes) for opens, closes in rows if opens < closes]


def fits(location: DropOffLocation, starts: datetime, ends: datetime) -> bool:
    """Tell whether a time lies within the hours of one day; a place that has told no hours takes goods at any time of a day that is not closed."""
    zone = location.drive.zone
    starts, ends = starts.astimezone(zone), ends.astimezone(zone)
    if not location.hours.all():
        return not opening.closure(location, starts.date())
    return any(opens <= starts and ends <= closes for opens, closes in opening.hours_on(location, starts.date()))


def _one_after_the_other(opens, closes, length, zone):
    """What the clocks skip or tell twice in the night they change is left out: nobody could say when it is."""
    clock = opens.replace(tzinfo=None)
    while clock + length <= closes.replace(tzinfo=None):
        starts, ends = clock.replace(tzinfo=zone), (clock + length).replace(tzinfo=zone)
        if _is_told_once(starts) and _is_told_once(ends) and ends.astimezone(UTC) - starts.astimezone(UTC) == length:
            yield starts, ends
        clock += length


def _is_told_once(moment):
    """Both folds of a moment are at one distance from UTC, unless its clock skips it or tells it twice (PEP 495)."""
    return moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset()
