"""Calendar files (RFC 5545) of one entry, with the zone's clock changes written into them."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

PRODUCT = "-//Civic portal//shifts//EN"
_BEFORE_AND_AFTER = timedelta(days=370)  # the zone's rules are written out for this long around the entry


def shift_calendar(*, uid, summary, starts, ends, zone, location, description, sequence, method, now):
    """Return the bytes of a calendar file with one entry, times on the clock of the place.

    `uid` stays the same for the life of the entry and `sequence` grows with each change (RFC 5546); `method` is "PUBLISH" to
    put it into a calendar or "CANCEL" to take it out; `now` is written as DTSTAMP in UTC; `zone` is an IANA name or a ZoneInfo.
    """
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_rules(zone, starts, ends))
    calendar.add_component(_entry(uid, summary, starts.astimezone(zone), ends.astimezone(zone), location, description, sequence, method, now))
    return calendar.to_ical()


def _rules(zone, starts, ends):
    first, last = (starts - _BEFORE_AND_AFTER).date(), (ends + _BEFORE_AND_AFTER).date()
    return Timezone.from_tzinfo(zone, first_date=first, last_date=last)


def _entry(uid, summary, starts, ends, location, description, sequence, method, now):
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
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
