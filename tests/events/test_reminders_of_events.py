"""Reminders and the online link: at the right time on the clock of the place, to the right people, for the start they were made for."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.models import State
from events import registration_rules
from events.actions.reminders import queue
from events.letters import registration_kinds as kinds
from events.models import Event, Registration
from mailing.models import Message
from people.models import Person
from tests import meetings
from tests.makers import NOW
from volunteers.actions import reminders as reminders_of_shifts

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 12, 11, 23, 0, tzinfo=UTC)  # a Friday, 6 p.m. in Boston
LINK = "https://meet.example.org/room-4711"
CALLED = pytest.mark.parametrize("called", [{"email": "", "channel": "phone"}, {"email_refused_at": NOW}])


def owed(kind="event_reminder"):
    return {message.period.partition(":")[0]: message.due for message in Message.objects.filter(kind=kind)}


def hour(moment):
    return moment.astimezone(Event.objects.get().zone).strftime("%m-%d %H:%M")


def queue_until(end, *, since=NOW):
    """Ring as the clock does, every six hours."""
    moment = since
    while moment <= end:
        queue(now=moment)
        moment += timedelta(hours=6)


@pytest.fixture
def one(db):
    return meetings.registration(meetings.event(starts=STARTS), now=NOW)


@pytest.fixture
def online(db):
    event = meetings.event(
        starts=STARTS, mode="online", online_link=LINK, test_link="https://meet.example.org/test", dial_in="+16175550177", dial_in_code="4711#"
    )
    return meetings.registration(event, attends="online")


def settled(registration):
    Registration.objects.filter(pk=registration.pk).update(changed_at=NOW)
    return registration


def test_two_reminders_come_three_days_before_and_the_evening_before(one):
    settled(one)
    queue_until(STARTS)
    assert {name: hour(due) for name, due in owed().items()} == {"early": "12-08 10:00", "eve": "12-10 18:00"}


def test_ringing_twice_owes_nothing_more(one):
    settled(one)
    assert queue(now=STARTS - timedelta(days=1, hours=3)) == 1
    assert queue(now=STARTS - timedelta(days=1, hours=3)) == 0


@CALLED
def test_who_is_called_hears_it_in_the_morning(one, called):
    Person.objects.update(phone="+16175550150", **called)
    settled(one)
    queue_until(STARTS)
    assert hour(owed()["eve"]) == "12-10 09:00"


@pytest.mark.parametrize("starts", [datetime(2026, 11, 1, 15, tzinfo=UTC), datetime(2027, 3, 14, 15, tzinfo=UTC)])
def test_both_clock_change_days_are_right(starts):
    settled(meetings.registration(meetings.event(starts=starts)))
    Registration.objects.update(changed_at=starts - timedelta(days=20))
    queue_until(starts, since=starts - timedelta(days=6))
    assert hour(owed()["eve"])[-5:] == "18:00" and hour(owed()["early"])[-5:] == "10:00"


@pytest.mark.parametrize("state", [State.WAITLISTED, State.CANCELLED, State.HELD, State.OFFERED])
def test_nobody_else_is_reminded(one, state):
    Registration.objects.update(state=state, changed_at=NOW)
    queue_until(STARTS)
    assert owed() == {}


@pytest.mark.parametrize("state", ["cancelled", "postponed", "draft"])
def test_an_event_that_is_off_reminds_nobody(one, state):
    settled(one)
    Event.objects.update(state=state)
    queue_until(STARTS)
    assert owed() == {} and owed("event_link") == {}


def test_a_moved_event_has_new_reminders_and_the_old_ones_are_not_sent(one):
    settled(one)
    queue(now=STARTS - timedelta(days=1, hours=3))
    letter = Message.objects.get()
    later = STARTS + timedelta(days=7)
    Event.objects.update(starts=later, ends=later + timedelta(hours=2))
    (loaded,) = kinds.load([letter]).values()
    assert not kinds.is_expected_at_that_time(letter, loaded, STARTS - timedelta(hours=20))
    queue_until(later, since=STARTS)
    assert {hour(due) for due in owed().values()} >= {"12-17 18:00"}


def test_who_wants_no_reminders_of_anything_gets_none_of_events(one):
    settled(one)
    queue(now=STARTS - timedelta(days=1, hours=3))
    letter = Message.objects.get()
    (loaded,) = kinds.load([letter]).values()
    assert kinds.is_expected_at_that_time(letter, loaded, STARTS - timedelta(hours=20))
    reminders_of_shifts.stop(person=one.person, sign_up=None, by=None, now=NOW)
    (loaded,) = kinds.load([letter]).values()
    assert not kinds.is_expected_at_that_time(letter, loaded, STARTS - timedelta(hours=20)) and kinds.context(letter, loaded).shared["reminds"] == ""


# --- The online link -------------------------------------------------------------------------------------------------------


def test_the_link_is_owed_for_24_hours_before(online):
    settled(online)
    queue_until(STARTS)
    (letter,) = Message.objects.filter(kind="event_link")
    assert letter.due == STARTS - timedelta(hours=24) and letter.expires == online.event.ends


def test_the_link_is_never_told_earlier_and_the_guard_is_what_keeps_it(online, monkeypatch):
    settled(online)
    queue(now=STARTS - timedelta(hours=30))
    letter = Message.objects.get(kind="event_link")
    (loaded,) = kinds.load([letter]).values()
    early, due = STARTS - timedelta(hours=24, seconds=1), STARTS - timedelta(hours=24)
    assert (kinds.is_to_be_told_the_link(letter, loaded, early), kinds.is_to_be_told_the_link(letter, loaded, due)) == (False, True)
    monkeypatch.setattr(registration_rules, "LINK_AHEAD", timedelta(hours=48))
    assert kinds.is_to_be_told_the_link(letter, loaded, early)


def test_the_letter_says_link_test_and_number_and_the_ledger_does_not(online):
    settled(online)
    queue(now=STARTS - timedelta(hours=30))
    letter = Message.objects.get(kind="event_link")
    (loaded,) = kinds.load([letter]).values()
    said = kinds.context(letter, loaded)
    assert said.personal["online_link"] == LINK and said.shared["test_link"] and {"online_link", "dial_in_code"} <= set(said.secret)
    letter.kind = "registered"
    other = kinds.context(letter, loaded)
    assert LINK not in repr(other) and "4711#" not in repr(other) and other.shared["link_comes"]


def test_who_is_called_hears_number_and_code_and_nobody_spells_a_link(online):
    Person.objects.update(email="", phone="+16175550150", channel="phone")
    settled(online)
    queue(now=STARTS - timedelta(hours=30))
    letter = Message.objects.get(kind="event_link")
    (loaded,) = kinds.load([letter]).values()
    said = kinds.context(letter, loaded)
    assert "dial_in_code" not in said.secret and said.shared["dial_in"] and not said.shared["has_link"]


def test_of_a_public_meeting_every_letter_says_the_link(online):
    Event.objects.update(is_public_meeting=True)
    settled(online)
    queue(now=STARTS - timedelta(hours=30))
    letter = Message.objects.get(kind="event_link")
    letter.kind = "registered"
    (loaded,) = kinds.load([letter]).values()
    assert kinds.context(letter, loaded).shared["public_link"] == LINK


def test_who_registers_on_the_last_day_gets_it_too(online):
    Registration.objects.update(changed_at=STARTS - timedelta(hours=2))
    queue(now=STARTS - timedelta(hours=1, minutes=55))
    assert owed("event_link") and Message.objects.get(kind="event_link").due < STARTS


def test_who_comes_to_the_place_gets_none(online):
    Event.objects.update(mode="hybrid")
    Registration.objects.update(attends="in_person")
    queue_until(STARTS)
    assert owed("event_link") == {}


@pytest.mark.parametrize(("starts", "at"), [("2026-12-11 23:00", "12-11 09:00"), ("2026-12-11 19:00", "12-10 14:00"), ("2026-12-11 13:00", "12-10 09:00")])
@CALLED
def test_who_is_not_written_to_is_called_within_office_hours_and_never_earlier_than_24_hours_before(online, starts, at, called):
    starts = datetime.fromisoformat(f"{starts}+00:00")
    Event.objects.update(starts=starts, ends=starts + timedelta(hours=2))
    Person.objects.update(phone="+16175550150", **called)
    queue_until(starts)
    due = Message.objects.get(kind="event_link").due
    assert hour(due) == at and due >= starts - timedelta(hours=24)


def test_someone_with_a_shift_and_an_event_on_one_day_gets_one_letter(one):
    from_volunteers = f"p:{one.person_id}:2026-12-10:eve"
    settled(one)
    queue(now=STARTS - timedelta(days=1, hours=3))
    assert Message.objects.get().bundle == from_volunteers
