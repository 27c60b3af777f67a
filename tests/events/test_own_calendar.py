"""The calendar entry of a registration: one entry for life, counted up with each change, taken out when it is off; hostile words stay words."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bookings.models import State
from events import registration_words
from events.letters import registration_kinds as kinds
from events.models import Event, Registration
from events.words import uid_of
from people.things import entries_of
from sharing.calendar import feed
from tests import makers, meetings
from tests.makers import NOW

pytestmark = pytest.mark.django_db
HOSTILE = 'Hall; "north", back\\slash </script>\nEND:VEVENT\nBEGIN:VEVENT'
BEFORE_CHANGE = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # noon in Boston, the day before the clocks change


def read(registration):
    (loaded,) = registration_words.fetch([registration.pk])
    calendar = Calendar.from_ical(kinds.own_calendar(loaded))
    (event,) = calendar.walk("VEVENT")
    return {
        "method": str(calendar["method"]),
        "uid": str(event["uid"]),
        "sequence": int(event["sequence"]),
        "starts": event.decoded("dtstart"),
        "title": str(event["summary"]),
    }


def lines(content):
    """Read a file as RFC 5545 (3.1) says, by hand: unfolded lines, one entry between BEGIN and END."""
    return content.decode().replace("\r\n ", "").split("\r\n")


@pytest.fixture
def one(db):
    return meetings.registration(meetings.event(starts=BEFORE_CHANGE))


def test_a_moved_event_updates_the_same_entry_across_a_clock_change_and_to_another_zone(one):
    first = read(one)
    Event.objects.update(starts=BEFORE_CHANGE + timedelta(days=1, hours=1), ends=BEFORE_CHANGE + timedelta(days=1, hours=3), sequence=1)
    second = read(one)
    assert second["uid"] == first["uid"] and second["sequence"] > first["sequence"] and (first["starts"].hour, second["starts"].hour) == (12, 12)
    Event.objects.update(time_zone="America/Chicago", sequence=2)
    third = read(one)
    assert third["uid"] == first["uid"] and third["sequence"] == 2 and third["starts"].hour == 11


def test_cancelling_and_uncancelling_the_event_counts_up_each_time(one):
    steps = []
    for state, sequence in (("published", 0), ("cancelled", 1), ("published", 2), ("postponed", 3), ("published", 4)):
        Event.objects.update(state=state, sequence=sequence)
        steps.append(read(one))
    assert [step["method"] for step in steps] == ["PUBLISH", "CANCEL", "PUBLISH", "CANCEL", "PUBLISH"]
    assert [step["sequence"] for step in steps] == [0, 1, 2, 3, 4] and len({step["uid"] for step in steps}) == 1


def test_ones_own_cancellation_takes_the_entry_out(one):
    Registration.objects.update(state=State.CANCELLED)
    assert (read(one)["method"], read(one)["sequence"]) == ("CANCEL", 1)


def test_what_is_confirmed_again_counts_up_for_its_own_reader_only_with_or_without_an_address(one):
    by_phone = [
        meetings.registration(one.event, who=makers.person(name, "", phone=phone)) for name, phone in [("Dan", "+16175550142"), ("Sam", "+16175550143")]
    ]
    for first, other in [(one, by_phone[0]), (by_phone[0], by_phone[1])]:
        for state, number in ((State.CANCELLED, 1), (State.CONFIRMED, 2), (State.CANCELLED, 3), (State.CONFIRMED, 4)):
            Registration.objects.filter(pk=first.pk).update(state=state)
            assert (read(first)["sequence"], read(other)["sequence"]) == (number, 0)


def test_a_hostile_title_stays_one_line_of_one_entry(one):
    Event.objects.update(title=HOSTILE)
    (loaded,) = registration_words.fetch([one.pk])
    raw = lines(kinds.own_calendar(loaded))
    assert raw.count("BEGIN:VEVENT") == raw.count("END:VEVENT") == 1 and read(one)["title"] == " ".join(HOSTILE.split())


def test_ones_own_feed_holds_it_and_a_waiting_one_is_not_in_it(one):
    waiting = meetings.registration(meetings.event(starts=BEFORE_CHANGE), who=one.person, state=State.WAITLISTED)
    found = entries_of([one.person], BEFORE_CHANGE - timedelta(days=9))
    uids = [str(event["uid"]) for event in Calendar.from_ical(feed(found, name="Mine", zone=one.event.zone, now=NOW)).walk("VEVENT")]
    assert uids == [uid_of(one.event)] and waiting.event_id != one.event_id
