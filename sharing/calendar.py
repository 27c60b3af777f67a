"""Calendar files (RFC 5545) of one entry or of many, with the zones' clock changes written into them."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from sharing.calendar_lines import written

PRODUCT = "-//Civic portal//shifts//EN"
ASK_AGAIN = timedelta(hours=1)
AT_A_TIME = 200  # entries of a stream in one piece
KNOWN_YEARS = 1971, 2100  # of the clocks' rules: an entry long before or after them is read by the nearest one
_END = b"END:VCALENDAR\r\n"


def shift_calendar(*, uid, summary, starts, ends, zone, location, description, sequence, method, now):
    """Return the bytes of a calendar file with one entry, times on the clock of the place.

    `uid` stays the same for the life of the entry and `sequence` grows with each change (RFC 5546); `method` is "PUBLISH" to
    put it into a calendar or "CANCEL" to take it out; `now` is written as DTSTAMP in UTC; `zone` is an IANA name or a ZoneInfo.
    """
    calendar = _calendar(method)
    calendar.add_component(_rules(_zone(zone), starts.year, ends.year))
    calendar.add_component(_entry(uid, summary, starts, ends, zone, location, description, sequence, method, now))
    return calendar.to_ical()


def feed(entries, *, name, zone, now):
    """Return the bytes of a calendar that a program fetches again and again: each entry the arguments of `shift_calendar`.

    `name` and the hour after which to ask again follow RFC 7986 (5.1, 5.7). `zone` is the portal's own: with no entry at all a
    calendar must still hold something (RFC 5545, 3.6).
    """
    years = {(_zone(zone), now.year), *((_zone(entry["zone"]), entry[end].year) for entry in entries for end in ("starts", "ends"))}
    calendar = _asked_again(name, years)
    for entry in entries:
        calendar.add_component(_entry(**entry))
    return calendar.to_ical()


def stream(entries, *, name, zone, now):
    """Yield the bytes of the same calendar for thousands of entries (a list of `calendar_lines.Entry`), some at a time."""
    years = {(_zone(zone), now.year), *((entry.zone, moment.year) for entry in entries for moment in (entry.starts, entry.ends))}
    yield _asked_again(name, years).to_ical().removesuffix(_END)
    for some in batched(entries, AT_A_TIME):
        yield "".join(map(written, some)).encode()
    yield _END


def batched(entries, size):
    """Yield the entries in lists of at most so many."""
    for first in range(0, len(entries), size):
        yield entries[first : first + size]


def _asked_again(name, years):
    """A calendar that a program fetches again and again, with the clock changes of all zones, each named beside the years it is needed for."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", _one_line(name))
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for zone in sorted({zone for zone, _year in years}, key=str):
        of_zone = [year for each, year in years if each is zone]
        calendar.add_component(_rules(zone, min(of_zone), max(of_zone)))
    return calendar


def _calendar(method):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _zone(zone):
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))


@lru_cache(maxsize=64)
def _rules(zone, first_year, last_year):
    """Return the zone's VTIMEZONE from the year before the first to the year after the last."""
    rules = Timezone()
    rules.add("tzid", zone.key)
    first_year, last_year = (min(max(year, KNOWN_YEARS[0]), KNOWN_YEARS[1]) for year in (first_year, last_year))
    begin, end = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 2, 1, 1, tzinfo=UTC)
    rules.add_component(_observance(zone, begin, begin))
    for moment in _clock_changes(zone, begin, end):
        rules.add_component(_observance(zone, moment, moment - timedelta(seconds=1)))
    return rules


def _observance(zone, moment, before):
    """Return what holds from a moment on; its start is told on the clock that was valid before (RFC 5545, 3.6.5)."""
    after, before = moment.astimezone(zone), before.astimezone(zone)
    observance = TimezoneDaylight() if after.dst() else TimezoneStandard()
    observance.add("dtstart", (moment + before.utcoffset()).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before.utcoffset())
    observance.add("tzoffsetto", after.utcoffset())
    observance.add("tzname", after.tzname())
    return observance


def _clock_changes(zone, begin, end):
    """Yield each moment (UTC) at which the zone's clock jumps."""
    while begin < end:
        following = begin + timedelta(days=1)
        if begin.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield _exact_change(zone, begin, following)
        begin = following


def _exact_change(zone, before, after):
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return after


def _entry(uid, summary, starts, ends, zone, location, description, sequence, method, now):
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", starts.astimezone(_zone(zone)))
    entry.add("dtend", ends.astimezone(_zone(zone)))
    entry.add("summary", _one_line(summary))
    entry.add("sequence", sequence)
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if location:
        entry.add("location", _one_line(location))
    if description:
        entry.add("description", str(description))
    return entry


def _one_line(text):
    return " ".join(str(text).split())
