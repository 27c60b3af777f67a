"""Reminders at other times than usual: for an opportunity, for a shift, none; right on clock-change days, never after the start, once."""

from datetime import UTC, datetime, timedelta

import pytest

from languages.formats import plain
from languages.models import Translation, source_hash
from mailing.models import Message
from mailing.outbox import rounds
from tests.makers import city, person, role, sign_up, staff
from tests.volunteers.test_reminders import BOSTON, boston, dues, long_ago, run_the_clock
from volunteers import reminder_times, words
from volunteers.actions import reminders, shifts
from volunteers.models import ReminderPlan, Shift

pytestmark = pytest.mark.django_db
ALL = ["week", "early", "eve", "two_hours"]


@pytest.fixture
def plan(db):
    """Plan the reminders of an opportunity or a shift."""
    city()
    return lambda of, times, sentence="": reminders.plan(of=of, times=times, sentence=sentence, by=None, now=boston(2026, 1, 1))


def run(one, *, days=9):
    starts = one.shift_role.shift.starts.astimezone(UTC)
    run_the_clock(starts - timedelta(days=days), starts)


def test_every_time_comes_on_the_clock_of_the_place(plan):
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    plan(one.shift_role.opportunity, ALL)
    run(one)
    assert dues() == {
        ("week", boston(2026, 12, 3, 10)), ("early", boston(2026, 12, 7, 10)), ("eve", boston(2026, 12, 9, 18)), ("two_hours", boston(2026, 12, 10, 7)),
    }  # fmt: skip
    assert Message.objects.count() == 4


@pytest.mark.parametrize("starts", [boston(2026, 11, 1, 3), boston(2027, 3, 14, 4), boston(2026, 11, 1, 1)])
def test_two_hours_are_two_hours_on_clock_change_days(plan, starts):
    one = long_ago(sign_up(role(starts=starts)))
    plan(one.shift_role.opportunity, ["two_hours", "week"])
    run(one)
    found = dict(dues())
    assert (starts.timestamp() - found["two_hours"].timestamp(), found["week"].astimezone(BOSTON).hour) == (7200, 10)


def test_a_shift_has_its_own_way_and_the_others_follow_the_opportunity(plan):
    first = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    other = long_ago(sign_up(role(of=first.shift_role.opportunity, starts=boston(2026, 12, 11, 9))))
    plan(first.shift_role.opportunity, ["eve"])
    plan(first.shift_role.shift, ["two_hours"])
    run(first)
    run(other)
    assert {(one.about, one.period.split(":")[0]) for one in Message.objects.all()} == {(first.ref, "two_hours"), (other.ref, "eve")}


def test_none_is_none_and_back_to_usual_is_usual(plan):
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    plan(one.shift_role.opportunity, [])
    run(one)
    assert not Message.objects.exists()
    assert plan(one.shift_role.opportunity, None) is None
    run(one)
    assert {name for name, _due in dues()} == {"early", "eve"}


def test_what_was_queued_for_a_time_that_is_no_more_is_not_sent(plan, mail_server):
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    reminders.queue(now=boston(2026, 12, 9, 17))
    plan(one.shift_role.opportunity, ["two_hours"])
    ring(boston(2026, 12, 9, 18, 1))
    assert (mail_server.letters, Message.objects.get().state) == ([], "cancelled")


def ring(now):
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()


def test_a_moved_shift_is_reminded_two_hours_before_its_new_start_and_a_called_off_one_not(plan):
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9))))
    plan(one.shift_role.opportunity, ["two_hours"])
    reminders.queue(now=boston(2026, 12, 9, 17))
    shift = one.shift_role.shift
    shifts.move(shift=shift, starts=boston(2026, 12, 12, 9), ends=boston(2026, 12, 12, 12), venue=shift.venue, by=staff(), now=boston(2026, 12, 9, 17))
    reminders.queue(now=boston(2026, 12, 11, 17))
    assert dues() == {("two_hours", boston(2026, 12, 12, 7))}
    shifts.call_off(shift=Shift.objects.get(pk=shift.pk), reason="Snow", by=None, now=boston(2026, 12, 12, 6))
    assert dues() == set() and reminders.queue(now=boston(2026, 12, 12, 7)) == 0


@pytest.mark.parametrize("called", [{"email": "", "channel": "phone"}, {"email_refused_at": boston(2026, 12, 1, 9)}])
def test_nobody_is_called_two_hours_before(plan, called):
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9)), who=person("Dan", phone="+16175550142", **called)))
    plan(one.shift_role.opportunity, ["two_hours"])
    run(one)
    assert dues() == {("two_hours", boston(2026, 12, 9, 9))}
    Message.objects.all().delete()
    plan(one.shift_role.opportunity, ["eve", "two_hours"])
    run(one)
    assert dues() == {("eve", boston(2026, 12, 9, 9))}


def test_two_shifts_of_a_day_two_hours_before_each_are_two_letters(plan, mail_server):
    vera, first = person(), role(starts=boston(2026, 12, 10, 9))
    second = role(of=first.opportunity, starts=boston(2026, 12, 10, 15))
    for one in (second, first):  # the later one is owed first
        long_ago(sign_up(one, who=vera))
    plan(first.opportunity, ["two_hours"])
    reminders.queue(now=boston(2026, 12, 10, 6))
    ring(boston(2026, 12, 10, 7, 1))
    assert len(mail_server.letters) == 1
    ring(boston(2026, 12, 10, 13, 1))
    assert len(mail_server.letters) == 2


def test_the_sentence_of_the_office_stands_in_the_reminder_in_the_readers_language(plan, mail_server):
    one = long_ago(sign_up(role(starts=boston(2026, 12, 10, 9)), language="es"))
    long_ago(sign_up(one.shift_role, language="en"))
    mine = plan(one.shift_role.opportunity, ["eve"], "Park behind the library.")
    text = "Estacione detrás de la biblioteca."
    Translation.objects.create(record=mine, field="sentence", language="es", text=text, status="verified", source_hash=source_hash(mine.sentence))
    reminders.queue(now=boston(2026, 12, 9, 17))
    ring(boston(2026, 12, 9, 18, 1))
    assert sorted("Estacione" in letter.text for letter in mail_server.letters) == [False, True]
    assert sorted("Park behind" in letter.text for letter in mail_server.letters) == [False, True]
    assert all(("Estacione" in letter.html) == ("Estacione" in letter.text) for letter in mail_server.letters)


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        (["week", "two_hours"], "We will remind you: a week before, two hours before."),
        (["eve", "two_hours"], "We will remind you: at 6 p.m. the day before, two hours before."),
        (["early", "eve"], "We will remind you three days before, and at 6 p.m. the day before."),
        ([], "There is no reminder for this. Please note the date."),
    ],
)
def test_what_is_promised_is_what_comes(plan, times, sentence):
    shift = role(starts=boston(2026, 12, 10, 9)).shift
    plan(shift, times)
    shift = Shift.objects.select_related("reminder_plan").get(pk=shift.pk)
    assert plain(words.reminders(shift, boston(2026, 12, 1))) == sentence


def test_no_time_is_after_the_start():
    shift = Shift(starts=datetime(2026, 12, 10, 5, 30, tzinfo=UTC), time_zone="America/New_York", opportunity=role().opportunity)  # half past midnight
    shift.reminder_plan = ReminderPlan(times=ALL)
    assert all(moment < shift.starts for moment in reminder_times.of_shift(shift).values())
