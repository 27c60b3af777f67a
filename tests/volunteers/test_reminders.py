"""Reminders: right about time on both clock-change days, once, never for those who do not come, never after the start."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bookings.models import State
from languages.formats import plain
from mailing.models import Message
from tests.makers import person, role, sign_up, staff
from volunteers import words
from volunteers.actions import reminders, shifts, sign_ups

pytestmark = pytest.mark.django_db

BOSTON = ZoneInfo("America/New_York")


def boston(*moment):
    return datetime(*moment, tzinfo=BOSTON)


def long_ago(one):
    type(one).objects.filter(pk=one.pk).update(changed_at=datetime(2026, 1, 1, tzinfo=UTC))
    return one


def dues():
    return {(message.period.split(":")[0], message.due.astimezone(BOSTON)) for message in Message.objects.filter(kind="reminder", state="queued")}


def run_the_clock(start, end, every=timedelta(hours=3)):
    now = start
    while now < end:
        reminders.queue(now=now)
        now += every


def test_reminders_come_at_ten_and_at_six_on_the_local_clock_round_the_clock_changes():
    """Forty-eight shifts, at eight hours of the day of each change and of two days after it, under one clock."""
    wanted = {}
    for change, days_after, hour in product([datetime(2026, 11, 1), datetime(2027, 3, 14)], [0, 1, 3], [0, 1, 2, 3, 9, 12, 18, 23]):
        starts = (change + timedelta(days=days_after)).replace(hour=hour, tzinfo=BOSTON)
        early, eve = starts.date() - timedelta(days=3), starts.date() - timedelta(days=1)
        at = {("early", boston(early.year, early.month, early.day, 10)), ("eve", boston(eve.year, eve.month, eve.day, 18))}
        wanted[long_ago(sign_up(role(starts=starts))).ref] = (starts.timestamp(), at)
    for change in (datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 3, 14, tzinfo=UTC)):
        run_the_clock(change - timedelta(days=6), change + timedelta(days=5))
    found = {ref: set() for ref in wanted}
    for message in Message.objects.filter(kind="reminder", state="queued"):
        found[message.about].add((message.period.split(":")[0], message.due.astimezone(BOSTON)))
        assert message.due < message.expires and message.expires.timestamp() == wanted[message.about][0]
    assert found == {ref: at for ref, (_starts, at) in wanted.items()}
    assert Message.objects.count() == 2 * len(wanted)


def test_with_one_offset_for_the_whole_year_a_reminder_would_come_an_hour_late(monkeypatch):
    long_ago(sign_up(role(starts=boston(2026, 11, 1, 9))))
    monkeypatch.setattr(reminders, "_QUEUE", reminders._QUEUE.replace("shift.time_zone", "'EST'"))
    run_the_clock(boston(2026, 10, 27).astimezone(UTC), boston(2026, 11, 1, 9).astimezone(UTC))
    assert dues() == {("early", boston(2026, 10, 29, 11)), ("eve", boston(2026, 10, 31, 19))}


def test_running_the_job_late_twice_or_on_two_beats_makes_one_row():
    now = boston(2026, 12, 9, 17)
    long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    assert [reminders.queue(now=now), reminders.queue(now=now), reminders.queue(now=now + timedelta(hours=2))] == [1, 0, 0]


@pytest.mark.parametrize("state", [State.HELD, State.OFFERED, State.WAITLISTED, State.CANCELLED, State.DECLINED, State.EXPIRED, State.REQUESTED])
def test_only_confirmed_people_are_reminded(state):
    long_ago(sign_up(role(starts=boston(2026, 12, 10, 9)), state=state))
    assert reminders.queue(now=boston(2026, 12, 9, 17)) == 0


def test_who_cancels_gets_no_reminder_and_who_comes_back_gets_it():
    now = boston(2026, 12, 9, 12)
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    reminders.queue(now=now)
    sign_ups.cancel(sign_up=one, by=None, now=now)
    assert Message.objects.get(kind="reminder").state == "cancelled"
    type(one).objects.filter(pk=one.pk).update(state="confirmed", changed_at=now)
    reminders.queue(now=now)
    assert Message.objects.get(kind="reminder").state == "queued"


def test_a_moved_shift_gets_new_reminders_and_the_old_ones_are_taken_back():
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    reminders.queue(now=boston(2026, 12, 9, 12))
    shift = one.shift_role.shift
    shifts.move(shift=shift, starts=boston(2026, 12, 20, 9), ends=boston(2026, 12, 20, 12), venue=shift.venue, by=staff(), now=boston(2026, 12, 9, 13))
    long_ago(one)
    run_the_clock(boston(2026, 12, 9, 13).astimezone(UTC), boston(2026, 12, 20, 9).astimezone(UTC))
    states = list(Message.objects.filter(kind="reminder").order_by("due").values_list("state", flat=True))
    assert states == ["cancelled", "queued", "queued"]


def test_who_signs_up_after_six_on_the_eve_has_just_had_a_letter():
    one = sign_up(role(starts=boston(2026, 12, 10, 9)))
    type(one).objects.filter(pk=one.pk).update(changed_at=boston(2026, 12, 9, 19))
    assert reminders.queue(now=boston(2026, 12, 9, 19, 5)) == 0


def test_a_called_off_shift_reminds_nobody():
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    shifts.call_off(shift=one.shift_role.shift, reason="Snow", by=staff(), now=boston(2026, 12, 8, 9))
    assert reminders.queue(now=boston(2026, 12, 9, 17)) == 0


def test_who_is_reminded_by_phone_is_on_the_call_list_while_the_office_is_open():
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9)), who=person("Dan", "", phone="+16175550142", channel="phone")))
    run_the_clock(boston(2026, 12, 8, 6).astimezone(UTC), boston(2026, 12, 10, 9).astimezone(UTC))
    assert one.person.phone and ("eve", boston(2026, 12, 9, 9)) in dues()


def test_whose_mailbox_refused_is_on_the_call_list_while_the_office_is_open():
    vera = person(phone="+16175550142", email_refused_at=boston(2026, 12, 1, 9))
    long_ago(sign_up(role(starts=boston(2026, 12, 10, 9)), who=vera))
    run_the_clock(boston(2026, 12, 8, 6).astimezone(UTC), boston(2026, 12, 10, 9).astimezone(UTC))
    assert ("eve", boston(2026, 12, 9, 9)) in dues()


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (boston(2026, 12, 7, 9, 59), "We will remind you three days before, and at 6 p.m. the day before."),
        (boston(2026, 12, 7, 10), "We will remind you at 6 p.m. the day before."),
        (boston(2026, 12, 9, 18), ""),
    ],
)
def test_only_reminders_still_to_come_are_promised(now, sentence):
    assert plain(words.reminders(role(starts=boston(2026, 12, 10, 9)).shift, now)) == sentence
