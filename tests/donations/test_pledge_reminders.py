"""The reminder before the last day: once, at six at the place, in the evening's one letter, never for what is brought or withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from donations import pledge_words
from donations.actions import appointments, reminders
from donations.models import Appointment, Drive, DropOffWindow, Pledge
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import giving
from tests.reading import told
from volunteers.actions import reminders as of_shifts
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 10, 10, 21, 0, tzinfo=UTC)  # Saturday, 5 p.m. in Boston
DUE = datetime(2026, 10, 7, 22, 0, tzinfo=UTC)  # Wednesday, 6 p.m.
EARLIER = DUE - timedelta(days=9)


@pytest.fixture
def wanted(db):
    makers.city()
    return goods.need(goods.drive(opens=EARLIER, closes=CLOSES, remind_days=3), name="Notebooks")


def promised(wanted, **more):
    pledge = giving.made({wanted: 5}, **more)
    Pledge.objects.filter(pk=pledge.pk).update(changed_at=EARLIER)
    return pledge


def due_times():
    return list(Message.objects.filter(kind="pledge_reminder").values_list("due", flat=True))


def test_it_is_owed_once_at_six_in_the_evening_three_days_before(wanted):
    promised(wanted)
    assert reminders.queue(now=DUE - timedelta(hours=2)) == 0
    assert [reminders.queue(now=DUE - timedelta(minutes=30)), reminders.queue(now=DUE), reminders.queue(now=DUE + timedelta(hours=1))] == [1, 0, 0]
    assert due_times() == [DUE]


def test_what_was_down_that_evening_is_made_good_for_six_hours(wanted):
    promised(wanted)
    assert reminders.queue(now=DUE + timedelta(hours=6)) == 0
    assert reminders.queue(now=DUE + timedelta(hours=5)) == 1


@pytest.mark.parametrize("state", [Pledge.State.HELD, Pledge.State.BROUGHT, Pledge.State.WITHDRAWN, Pledge.State.LAPSED, Pledge.State.EXPIRED])
def test_only_what_is_still_to_come_is_reminded_of(wanted, state):
    promised(wanted, state=state)
    assert reminders.queue(now=DUE) == 0


def test_who_promised_after_it_was_due_gets_none(wanted):
    pledge = promised(wanted)
    Pledge.objects.filter(pk=pledge.pk).update(changed_at=DUE + timedelta(minutes=1))
    assert reminders.queue(now=DUE + timedelta(minutes=2)) == 0


def test_a_closed_drive_reminds_nobody(wanted):
    promised(wanted)
    Drive.objects.update(state=Drive.State.CLOSED)
    assert reminders.queue(now=DUE) == 0


def test_it_leaves_with_the_reminder_of_a_shift_in_one_letter(wanted, mail_server):
    dan = makers.person("Dan", "dan@example.org")
    promised(wanted, who=dan)
    makers.sign_up(makers.role(starts=DUE + timedelta(hours=20)), who=dan)
    SignUp.objects.update(changed_at=EARLIER)
    of_shifts.queue(now=DUE)
    reminders.queue(now=DUE)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: DUE + timedelta(minutes=1)).run()
    (letter,) = mail_server.letters
    assert "5 × Notebooks" in letter.text and "Sort food" in letter.text and "5 × Notebooks" in letter.html
    assert set(Message.objects.values_list("kind", "state")) == {("reminder", "sent"), ("pledge_reminder", "sent")}


def test_when_the_last_day_moves_the_old_reminder_is_not_sent_and_a_new_one_comes(wanted, mail_server):
    promised(wanted)
    reminders.queue(now=DUE - timedelta(minutes=30))
    Drive.objects.update(closes=CLOSES + timedelta(days=7))
    rounds.Round(lanes=rounds.WORKER, clock=lambda: DUE + timedelta(minutes=1)).run()
    assert mail_server.letters == []
    assert reminders.queue(now=DUE + timedelta(days=7)) == 1


def test_an_appointment_is_reminded_of_the_evening_before_instead(wanted):
    pledge = promised(wanted)
    place = goods.location(wanted.drive, wants_appointments=True)
    starts = datetime(2026, 10, 9, 14, 0, tzinfo=UTC)
    window = DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=1)
    Pledge.objects.filter(pk=pledge.pk).update(location=place)
    appointments.keep(pledge=Pledge.objects.get(), window_id=window.pk, now=EARLIER)
    assert reminders.queue(now=DUE) == 0
    assert reminders.queue(now=DUE + timedelta(days=1)) == 1
    assert due_times() == [DUE + timedelta(days=1)]


def test_who_missed_an_appointment_is_reminded_of_the_last_day(wanted, mail_server):
    """Sent at a moment of the real clock, for a letter tells what is over by then."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    Drive.objects.update(closes=now + timedelta(days=4), opens=now - timedelta(days=9))
    drive = Drive.objects.get()
    place = goods.location(drive, wants_appointments=True)
    window = DropOffWindow.objects.create(location=place, starts=now - timedelta(days=1), ends=now - timedelta(hours=23), capacity=1)
    pledge = promised(wanted, location=place)
    Appointment.objects.create(person=pledge.person, window=window, pledge=pledge, state="confirmed", waits_since=now)
    due = datetime.combine(drive.local_closes.date() - timedelta(days=3), reminders.EVENING, tzinfo=drive.zone)
    assert reminders.queue(now=due) == 1
    rounds.Round(lanes=rounds.WORKER, clock=lambda: due).run()
    (letter,) = mail_server.letters
    assert f"Until {told(drive.local_closes.date())}" in letter.text and told(window.local_starts.date()) not in letter.text


def test_who_has_no_email_is_called_while_the_office_is_open(wanted, mail_server):
    promised(wanted, who=makers.person("Dan", "", phone="+16175550123", channel="phone"))
    nine = DUE - timedelta(hours=9)
    assert reminders.queue(now=nine) == 1
    rounds.Round(lanes=rounds.WORKER, clock=lambda: nine).run()
    assert "5 × Notebooks" in CallTask.objects.get().script


def test_it_is_right_on_the_days_the_clocks_change(db):
    """November 1, 2026, has 25 hours in Boston: the reminder comes at six on the clock."""
    makers.city()
    closes = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    promised(goods.need(goods.drive(opens=EARLIER, closes=closes, remind_days=2)))
    before = datetime(2026, 10, 31, 22, 0, tzinfo=UTC)
    assert reminders.queue(now=before) == 1 and due_times() == [before]


def next_words(pledge, at, monkeypatch):
    """What one's own page says at a moment."""
    monkeypatch.setattr(pledge_words.timezone, "now", lambda: at)
    return pledge_words.next_words(*pledge_words.fetch([pledge.pk]))


def test_a_reminder_is_promised_only_while_its_time_is_to_come(wanted, monkeypatch):
    pledge = promised(wanted)
    assert next_words(pledge, DUE - timedelta(minutes=1), monkeypatch) == "We remind you before the last day, Saturday, October 10."
    assert next_words(pledge, DUE, monkeypatch) == ""


def test_who_is_called_is_promised_a_call_until_the_morning(wanted, monkeypatch):
    pledge = promised(wanted, who=makers.person("Dan", "", phone="+16175550123", channel="phone"))
    nine = DUE - timedelta(hours=9)
    assert [bool(next_words(pledge, nine - timedelta(minutes=ahead), monkeypatch)) for ahead in (1, 0)] == [True, False]


def test_an_appointment_of_tomorrow_promises_no_reminder_after_six(wanted, monkeypatch):
    pledge, place = promised(wanted), goods.location(wanted.drive, wants_appointments=True)
    starts = DUE + timedelta(hours=16)
    window = DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=1)
    Pledge.objects.filter(pk=pledge.pk).update(location=place)
    appointments.keep(pledge=Pledge.objects.get(), window_id=window.pk, now=EARLIER)
    assert next_words(pledge, DUE - timedelta(minutes=1), monkeypatch) == "We remind you the evening before your appointment."
    assert next_words(pledge, DUE + timedelta(hours=1), monkeypatch) == ""


def test_no_reminder_is_promised_that_would_come_after_the_end(db, monkeypatch):
    makers.city()
    last_day_only = goods.need(goods.drive(opens=EARLIER, closes=CLOSES, remind_days=0))  # six in the evening is after five
    assert next_words(promised(last_day_only), EARLIER + timedelta(days=1), monkeypatch) == ""


def test_a_drive_that_is_over_promises_nothing(wanted, monkeypatch):
    pledge = promised(wanted)
    Drive.objects.update(state=Drive.State.CLOSED)
    assert next_words(pledge, DUE - timedelta(days=1), monkeypatch) == ""
