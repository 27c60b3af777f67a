"""An entry of the year 9999, stored before forms refused it, or of long ago: the calendar it stands in is still written, and soon."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from sharing import calendar
from sharing.calendar_lines import Entry

NEVER, LONG_AGO, SOON = datetime(9999, 6, 1, 12, tzinfo=UTC), datetime(2, 6, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 15, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


def written(moments):
    entries = [Entry(f"{number}@example.org", "Listening session", moment, moment, ZONE, 0, SOON) for number, moment in enumerate(moments)]
    return b"".join(calendar.stream(entries, name="Events", zone=ZONE, now=SOON))


@pytest.mark.parametrize("moment", [NEVER, LONG_AGO])
def test_a_feed_with_an_entry_that_nobody_means_is_written_with_all_the_others(moment):
    read = Calendar.from_ical(written([SOON, moment]))
    assert [event["DTSTART"].dt.replace(tzinfo=None) for event in read.walk("VEVENT")][0] == datetime(2026, 12, 1, 10)
    assert len(read.walk("VEVENT")) == 2
    assert len(read.walk("VTIMEZONE")[0].subcomponents) < 300


@pytest.mark.parametrize("moment", [NEVER, LONG_AGO])
def test_its_own_file_is_written_too(moment):
    body = calendar.shift_calendar(
        uid="1@example.org",
        summary="Listening session",
        starts=moment,
        ends=moment,
        zone=ZONE,
        location="",
        description="",
        sequence=0,
        method="PUBLISH",
        now=SOON,
    )
    assert b"BEGIN:VEVENT" in body and b"BEGIN:VTIMEZONE" in body
