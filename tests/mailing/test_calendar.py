"""Calendar files: read back as a calendar program would."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from sharing.calendar import shift_calendar

BOSTON = ZoneInfo("America/New_York")


def make(**changes):
    values = {
        "uid": "sign-up-7@volunteer.example.org", "summary": "Sort food", "starts": datetime(2026, 10, 10, 13, tzinfo=UTC), "ends": datetime(2026, 10, 10, 16, tzinfo=UTC),
        "zone": "America/New_York", "location": "1 City Hall Square", "description": "Bring gloves", "sequence": 0, "method": "PUBLISH", "now": datetime(2026, 10, 1, tzinfo=UTC),
    }  # fmt: skip
    return shift_calendar(**{**values, **changes})


def entry(data):
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


def test_an_entry_reads_back_with_its_place_and_the_clock_of_the_place():
    event = entry(make())
    assert (str(event["UID"]), str(event["SUMMARY"]), str(event["LOCATION"])) == ("sign-up-7@volunteer.example.org", "Sort food", "1 City Hall Square")
    assert event["DTSTART"].dt == datetime(2026, 10, 10, 9, tzinfo=BOSTON)
    assert event["DTEND"].dt == datetime(2026, 10, 10, 12, tzinfo=BOSTON)


def test_a_moved_or_cancelled_entry_keeps_its_uid_and_raises_its_sequence():
    data = make(sequence=3, method="CANCEL")
    assert b"METHOD:CANCEL" in data
    event = entry(data)
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == ("sign-up-7@volunteer.example.org", 3, "CANCELLED")


@pytest.mark.parametrize(
    ("starts", "clock", "offset"),
    [(datetime(2026, 10, 31, 13, tzinfo=UTC), "20261031T090000", -4), (datetime(2026, 11, 1, 14, tzinfo=UTC), "20261101T090000", -5),
     (datetime(2027, 3, 13, 14, tzinfo=UTC), "20270313T090000", -5), (datetime(2027, 3, 14, 13, tzinfo=UTC), "20270314T090000", -4)],
)  # fmt: skip
def test_nine_oclock_is_nine_oclock_on_both_sides_of_a_clock_change(starts, clock, offset):
    data = make(starts=starts, ends=starts)
    assert f"DTSTART;TZID=America/New_York:{clock}".encode() in data
    assert offset_by_the_file_itself(data, datetime.strptime(clock, "%Y%m%dT%H%M%S")) == offset


def offset_by_the_file_itself(data, local):
    """Return the offset in hours that the file's own VTIMEZONE gives for a local time."""
    zone = Calendar.from_ical(data).walk("VTIMEZONE")[0]
    rules = sorted((part["DTSTART"].dt, part["TZOFFSETTO"].td.total_seconds() / 3600) for part in zone.subcomponents)
    return [offset for since, offset in rules if since <= local][-1]


def test_clock_changes_are_told_at_two_in_the_morning():
    changes = make()
    assert b"DTSTART:20261101T020000" in changes and b"DTSTART:20270314T020000" in changes


@pytest.mark.parametrize("field", ["summary", "location", "description"])
def test_what_somebody_types_cannot_add_a_line_to_the_file(field):
    event = entry(make(**{field: "x\r\nATTENDEE:mailto:sam@example.org\nEND:VEVENT, a;b\\"}))
    assert "ATTENDEE" not in event
    assert "sam@example.org" in str(event[field.upper()])


def test_a_line_that_somebody_added_would_be_noticed():
    assert "ATTENDEE" in entry(make().replace(b"SUMMARY:Sort food", b"SUMMARY:x\r\nATTENDEE:mailto:sam@example.org"))
