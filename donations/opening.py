"""Whether goods can be brought to a location just now: its hours, its closed days, what somebody said last, and how long ago.

No queries when the location's drive is loaded and `hours` and `closures` are prefetched (or loaded by `load_hours` and `load_closures`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from donations.models import DropOffLocation, LocationClosure, LocationHours
from languages import formats
from languages.content import Words

STALE_AFTER = timedelta(hours=4)  # of a time at which goods are received
DAYS_AHEAD = 14
NO_REASON = Words("")
_A_MONDAY = date(2024, 1, 1)
GOOD, WAIT, BAD, PAST = "good", "wait", "bad", "past"  # how a state is colored, see templates/_state.html
OPEN, APPOINTMENT, LATER, CLOSED_TODAY, PAUSED, FULL, CLOSED, OVER = "open", "appointment", "later", "closed_today", "paused", "full", "closed", "over"
KINDS = {OPEN: GOOD, APPOINTMENT: GOOD, LATER: WAIT, CLOSED_TODAY: WAIT, PAUSED: BAD, FULL: BAD, CLOSED: BAD, OVER: PAST}


@dataclass(frozen=True, slots=True)
class Status:
    """How a location is at a moment.

    `until` is the end of today's hours where it is open, else when it receives goods again (None: not known). `reason` stands where a
    day is closed, in the reader's language where `translated` has put words on the closed days. `checked` says how long ago somebody looked; `is_stale` that this was too long ago to rely on.
    """

    state: str
    words: str
    until: datetime | None = None
    reason: Words = NO_REASON
    checked: str = ""
    is_stale: bool = False

    @property
    def kind(self):
        """The color of the state: good, wait, bad or past."""
        return KINDS[self.state]

    @property
    def is_open(self):
        """Somebody who comes now can leave goods there."""
        return self.state in {OPEN, APPOINTMENT}


def status(location: DropOffLocation, now: datetime) -> Status:
    """Return how a location is at a moment, in words of the active language."""
    state, until, reason = _state(location, now)
    if state == OVER:
        return Status(state, _("This drive is over"))
    # Whoever is told to come today relies on somebody having looked.
    is_stale = state in {OPEN, PAUSED, FULL} and (location.checked_at is None or now - location.checked_at > STALE_AFTER)
    looked = "" if state in {LATER, CLOSED} else checked(location, now)
    return Status(state, _words(state, until, location, now), until, reason, looked, is_stale)


def _state(location, now):
    if not location.drive.takes_goods:
        return OVER, None, NO_REASON
    if location.state == DropOffLocation.State.CLOSED:
        return CLOSED, None, NO_REASON
    until = open_until(location, now)
    if until and location.state == DropOffLocation.State.OPEN:
        return (APPOINTMENT if location.wants_appointments else OPEN), until, NO_REASON
    coming = next_opening(location, max(now, location.drive.opens))
    if location.state in {DropOffLocation.State.FULL, DropOffLocation.State.PAUSED}:
        return str(location.state), coming, NO_REASON
    today = _local(location, now).date()
    closed = closure(location, today)
    if closed:
        return CLOSED_TODAY, coming, reason_of(closed)
    if not hours_on(location, today):
        return CLOSED_TODAY, coming, NO_REASON
    return LATER, coming, NO_REASON


def open_until(location: DropOffLocation, now: datetime) -> datetime | None:
    """Return the end of the hours that run at this moment, on the clock of the place; None outside of them and before the drive opens."""
    if now < location.drive.opens:
        return None
    return next((ends for starts, ends in hours_on(location, _local(location, now).date()) if starts <= now < ends), None)


def hours_on(location: DropOffLocation, day: date) -> list[tuple[datetime, datetime]]:
    """Return the times at which goods are received on a day; none on a closed day. Both ends are on the clock of the place."""
    if closure(location, day):
        return []
    zone = location.drive.zone
    found = [one for one in _rows(location, "hours") if one.weekday == day.weekday()]
    return sorted((datetime.combine(day, one.opens, tzinfo=zone), datetime.combine(day, one.closes, tzinfo=zone)) for one in found)


def closure(location: DropOffLocation, day: date):
    """Return the closed day of a location, or None."""
    return next((one for one in _rows(location, "closures") if one.day == day), None)


def reason_of(closed: LocationClosure) -> Words:
    """Return why a day is closed, in the language that `translated` was asked for, else as the office wrote it."""
    words = getattr(closed, "words", None)
    return words.reason if words else Words(closed.reason)


def next_opening(location: DropOffLocation, now: datetime) -> datetime | None:
    """Return when goods are received again, within two weeks; times that run already count from their start only on a later day."""
    today = _local(location, now).date()
    for step in range(DAYS_AHEAD):
        for starts, _ends in hours_on(location, today + timedelta(days=step)):
            if starts >= now:
                return starts
    return None


def checked(location: DropOffLocation, now: datetime) -> str:
    """Return how long ago somebody looked: “checked 2 hours ago”."""
    if location.checked_at is None:
        return _("not checked yet")
    minutes = max(0, int((now - location.checked_at).total_seconds() // 60))
    if minutes < 2:
        return _("checked just now")
    if minutes < 60:
        return ngettext("checked %(n)s minute ago", "checked %(n)s minutes ago", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("checked %(n)s hour ago", "checked %(n)s hours ago", minutes // 60) % {"n": minutes // 60}
    return ngettext("checked %(n)s day ago", "checked %(n)s days ago", minutes // 1440) % {"n": minutes // 1440}


def weekly(location: DropOffLocation) -> list[tuple[str, str]]:
    """Return the hours of a week in words, days with the same hours together: [(“Monday to Friday”, “9 a.m. to 6 p.m.”)]."""
    return list(_weekly(get_language(), tuple(sorted((one.weekday, one.opens, one.closes) for one in _rows(location, "hours")))))


@lru_cache(maxsize=512)
def _weekly(language, hours):
    """The week in the active language, which is part of what is kept; many locations share their hours."""
    by_day = {day: tuple((opens, closes) for weekday, opens, closes in hours if weekday == day) for day in range(7)}
    runs: list[list] = []
    for day, times in by_day.items():
        if times and runs and runs[-1][1] == day - 1 and runs[-1][2] == times:
            runs[-1][1] = day
        elif times:
            runs.append([day, day, times])
    return tuple((_days(first, last), _times(times)) for first, last, times in runs)


def load_hours(locations: Iterable[DropOffLocation]) -> None:
    """Load the hours of many locations as plain rows, in one query: hundreds of model instances would cost more than the query."""
    by_id = {location.pk: location for location in locations}
    for location in by_id.values():
        location.loaded_hours = []
    rows = LocationHours.objects.filter(location__in=by_id).order_by("location", "id")
    for row in rows.values_list("location_id", "weekday", "opens", "closes", named=True):
        by_id[row.location_id].loaded_hours.append(row)


def load_closures(locations: Iterable[DropOffLocation], now: datetime) -> None:
    """Load the closed days of many locations from yesterday on, in one query: what is long past is asked by nobody who comes."""
    by_id = {location.pk: location for location in locations}
    for location in by_id.values():
        location.loaded_closures = []
    rows = LocationClosure.objects.filter(location__in=by_id, day__gte=now.date() - timedelta(days=1))
    for row in rows.order_by("location", "id"):
        by_id[row.location_id].loaded_closures.append(row)


def closures_of(location: DropOffLocation) -> Iterable[LocationClosure]:
    """Return the closed days of a location that were loaded with it, else all of them."""
    return _rows(location, "closures")


def _rows(location, name):
    """The hours or closed days of a location, without a copy of the list where they were loaded with it."""
    if (loaded := getattr(location, f"loaded_{name}", None)) is not None:
        return loaded
    loaded = getattr(location, "_prefetched_objects_cache", {})
    return loaded[name] if name in loaded else getattr(location, name).all()


def _days(first, last):
    names = [formats.weekday(_A_MONDAY + timedelta(days=day)) for day in (first, last)]
    if (first, last) == (0, 6):
        return _("Every day")
    if first == last:
        return names[0]
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[1]}


def _times(times):
    return ", ".join(formats.time_range(_on_a_day(opens), _on_a_day(closes)) for opens, closes in times)


def _on_a_day(clock: time) -> datetime:
    return datetime.combine(_A_MONDAY, clock)


def _local(location, now):
    return timezone.localtime(now, location.drive.zone)


def _words(state, until, location, now):
    if state == OPEN:
        return _("Open now until %(time)s") % {"time": formats.clock(until)}
    if state == APPOINTMENT:
        return _("Open with an appointment until %(time)s") % {"time": formats.clock(until)}
    if state == FULL:
        return _("Full: no room for more")
    if state == PAUSED:
        return _("Paused: please do not come right now")
    if state == CLOSED:
        return _("Closed: takes nothing any more")
    first = _("Closed today") if state == CLOSED_TODAY else _("Closed now")
    if until is None:
        return first
    if until.date() == _local(location, now).date():
        return _("Opens today at %(time)s") % {"time": formats.clock(until)}
    return _("%(closed)s. Opens %(when)s") % {"closed": first, "when": formats.day_and_clock(until)}
