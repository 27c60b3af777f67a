"""The weekly email: made once a week when it is due, from what is really coming up, for whoever wants it, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest

from mailing.models import Message
from mailing.outbox import rounds
from outreach import pace
from outreach.actions import digests
from outreach.digest import readers
from outreach.models import DigestIssue
from people.models import Person
from tests import makers, meetings
from tests.outreach import subscribed
from tests.outreach.subscribed import BOSTON, THURSDAY, ref, refs, written_to
from tests.volunteers import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    makers.city()
    return makers.office()


@pytest.fixture
def helping():
    return subscribed.topic("volunteering")


# --- When it is made --------------------------------------------------------------------------------------------------------


def test_it_is_made_when_it_is_due_and_once_however_often_the_clock_rings(helping):
    vera = subscribed.reader(helping)
    digests.sweep(now=THURSDAY - timedelta(days=6))
    subscribed.shift()
    assert digests.sweep(now=THURSDAY - timedelta(seconds=1)) == 0
    assert [digests.sweep(now=THURSDAY + timedelta(minutes=late)) for late in (0, 0, 1, 600)] == [1, 0, 0, 0]
    letter, issue = Message.objects.get(kind="digest"), DigestIssue.objects.get(period="2031-W40")
    assert (letter.person, letter.lane, letter.due, letter.expires) == (vera, 3, THURSDAY, THURSDAY + timedelta(days=3))
    assert (issue.due, issue.state, issue.readers, issue.written, issue.ref) == (THURSDAY, "written", 1, 1, letter.about)


def test_an_office_that_begins_in_the_middle_of_a_week_waits_for_its_day(helping):
    subscribed.reader(helping)
    subscribed.shift(starts=THURSDAY + timedelta(days=10))
    assert [digests.sweep(now=THURSDAY + timedelta(days=days)) for days in (2, 6, 7)] == [0, 0, 1]
    assert not DigestIssue.objects.get(period="2031-W40").contents


def test_a_clock_that_stood_still_for_days_skips_no_week(helping):
    subscribed.reader(helping)
    subscribed.shift(starts=THURSDAY + timedelta(days=20))
    periods = []
    for now in (THURSDAY, THURSDAY + timedelta(days=13, hours=3), THURSDAY + timedelta(days=14)):
        digests.sweep(now=now)
        periods.append(list(DigestIssue.objects.order_by("due").values_list("period", flat=True)))
    assert periods[-1] == ["2031-W40", "2031-W41", "2031-W42"]
    assert Message.objects.filter(kind="digest").count() == 3
    assert Message.objects.latest("due").due == THURSDAY + timedelta(days=14)


@pytest.mark.parametrize(
    ("weekday", "hour", "before", "due"),
    [
        (6, 9, datetime(2031, 11, 1, 12, tzinfo=BOSTON), datetime(2031, 11, 2, 14, tzinfo=UTC)),  # the clock goes back that night: 9 a.m. is UTC-5 by then
        (6, 9, datetime(2031, 3, 8, 12, tzinfo=BOSTON), datetime(2031, 3, 9, 13, tzinfo=UTC)),  # and forward: UTC-4
        (6, 2, datetime(2031, 3, 8, 12, tzinfo=BOSTON), datetime(2031, 3, 9, 7, tzinfo=UTC)),  # 2 a.m. does not exist: 3 a.m.
        (6, 1, datetime(2031, 11, 1, 12, tzinfo=BOSTON), datetime(2031, 11, 2, 5, tzinfo=UTC)),  # 1 a.m. comes twice: the first one
    ],
)
def test_the_hour_is_the_citys_on_days_when_its_clock_changes(helping, weekday, hour, before, due):
    subscribed.rules(digest_weekday=weekday, digest_hour=hour)
    digests.sweep(now=before)
    known = set(DigestIssue.objects.values_list("pk", flat=True))
    digests.sweep(now=due - timedelta(seconds=1))
    assert set(DigestIssue.objects.values_list("pk", flat=True)) == known
    for minutes in (0, 30, 60, 120):
        digests.sweep(now=due + timedelta(minutes=minutes))
    assert list(DigestIssue.objects.exclude(pk__in=known).values_list("due", flat=True)) == [due]


def test_an_office_that_switched_it_off_writes_none(helping):
    subscribed.rules(digest_is_on=False)
    subscribed.reader(helping)
    subscribed.shift()
    assert digests.sweep(now=THURSDAY) == 0 and not DigestIssue.objects.exists()


def test_another_day_or_switching_it_on_sends_nothing_at_that_moment(office, helping):
    subscribed.reader(helping)
    subscribed.shift()
    rules = subscribed.rules(digest_is_on=False)
    friday = THURSDAY + timedelta(days=1)
    was = type(rules).objects.get()
    rules.digest_is_on = True
    digests.keep_rules(rules=rules, was=was, now=friday)
    assert digests.sweep(now=friday) == 0
    was = type(rules).objects.get()
    rules.digest_weekday = 0
    digests.keep_rules(rules=rules, was=was, now=THURSDAY + timedelta(days=2))
    assert digests.sweep(now=THURSDAY + timedelta(days=3)) == 0
    assert digests.sweep(now=THURSDAY + timedelta(days=4)) == 1  # Monday


def test_other_words_in_the_rules_hold_no_late_week_up(office, helping):
    subscribed.reader(helping)
    subscribed.shift()
    rules = subscribed.rules()
    rules.intro = "Good morning."
    digests.keep_rules(rules=rules, was=type(rules).objects.get(), now=THURSDAY + timedelta(minutes=5))
    assert digests.sweep(now=THURSDAY + timedelta(minutes=10)) == 1


def test_what_is_late_waits_for_the_end_of_the_quiet_hours_and_keeps_the_offices_pace(helping):
    subscribed.rules(per_second=2, per_day=3)
    for number in range(5):
        subscribed.reader(helping, name=f"Vera {number}", email=f"vera{number}@example.org")
    subscribed.shift()
    digests.sweep(now=THURSDAY.replace(hour=22))
    eight = THURSDAY.replace(hour=8) + timedelta(days=1)
    seconds = [(due - eight).total_seconds() for due in Message.objects.order_by("due", "pk").values_list("due", flat=True)]
    assert seconds == [0, 0.5, 1, 86400, 86400.5]


@pytest.mark.parametrize("is_guarded", [True, False])
def test_what_a_stop_of_the_mail_held_up_until_the_evening_waits_for_the_morning(helping, mail_server, monkeypatch, is_guarded):
    subscribed.reader(helping)
    subscribed.shift()
    digests.sweep(now=THURSDAY)
    if not is_guarded:
        monkeypatch.setattr(pace, "is_quiet", lambda moment, rules: False)
    ten, eight = THURSDAY.replace(hour=22), THURSDAY.replace(hour=8) + timedelta(days=1)
    rounds.Round(lanes=rounds.BULK, clock=lambda: ten).run()
    assert (len(mail_server.letters), Message.objects.get().due) == ((0, eight) if is_guarded else (1, THURSDAY))
    rounds.Round(lanes=rounds.BULK, clock=lambda: eight).run()
    assert (len(mail_server.letters), Message.objects.get().state) == (1, "sent")


# --- Who gets it -------------------------------------------------------------------------------------------------------------


def test_it_goes_to_whoever_confirmed_a_topic_of_it_and_can_be_reached(helping, office):
    subscribed.shift()
    subscribed.reader(helping, email="yes@example.org")
    for number, state in enumerate(("unconfirmed", "unsubscribed", "suppressed")):
        subscribed.reader(helping, name=f"No {number}", email=f"{state}@example.org", state=state)
    for number, change in enumerate(
        ({"channel": "phone"}, {"email_refused_at": THURSDAY}, {"forgotten_at": THURSDAY}, {"apart": "events.event:1"}, {"email": ""})
    ):
        person = subscribed.reader(helping, name=f"Not {number}", email=f"not{number}@example.org")
        Person.objects.filter(pk=person.pk).update(**change)
    subscribed.reader(subscribed.topic("volunteering", is_open=False), name="Closed", email="closed@example.org")
    subscribed.reader(subscribed.topic("volunteering", in_digest=False), name="Apart", email="apart@example.org")
    digests.sweep(now=THURSDAY)
    assert written_to() == ["yes@example.org"]


def test_a_family_with_one_address_gets_one_letter_with_the_topics_of_all(helping, office):
    first = subscribed.reader(helping, name="Ana", email="family@example.org")
    second = subscribed.reader(subscribed.topic("events"), name="Ben", email="family@example.org")
    work, event = subscribed.shift(), meetings.event(starts=THURSDAY + timedelta(days=4))
    digests.sweep(now=THURSDAY)
    assert Message.objects.get(kind="digest").person == first
    assert set(refs()) == {ref(work.opportunity), ref(event)}
    # Batch by batch too: whoever comes later finds that the address has its letter.
    again = DigestIssue.objects.get()
    DigestIssue.objects.update(state="writing", upto=first.pk)
    assert [one.person_id for one in readers.batch(again, after=0, size=10, now=THURSDAY)[0]] == []
    assert digests.sweep(now=THURSDAY) == 0
    Message.objects.all().delete()
    assert [one.person_id for one in readers.batch(again, after=first.pk, size=10, now=THURSDAY)[0]] == [second.pk]


@pytest.mark.parametrize("size", [1, 1000])  # read in one batch or in two
def test_in_a_family_with_one_address_narrow_wishes_of_one_take_nothing_from_the_others(helping, monkeypatch, size):
    write = digests.write
    monkeypatch.setattr(digests, "write", lambda **values: write(**values, size=size))
    subscribed.reader(helping, name="Ana", email="family@example.org", neighborhoods=[making.neighborhood("Roxbury").pk])
    second = subscribed.reader(helping, name="Ben", email="family@example.org")
    subscribed.shift("Trees", neighborhood=making.neighborhood())
    digests.sweep(now=THURSDAY)
    assert [letter.person for letter in Message.objects.filter(kind="digest")] == [second]


def test_who_pauses_gets_none_until_the_day(helping):
    subscribed.reader(helping, paused_until=THURSDAY.date() + timedelta(days=7))
    subscribed.shift(starts=THURSDAY + timedelta(days=20))
    assert digests.sweep(now=THURSDAY) == 0
    assert digests.sweep(now=THURSDAY + timedelta(days=7)) == 1


def test_who_wants_it_once_a_month_gets_every_fourth_one_though_the_clock_changes(helping):
    subscribed.reader(helping, pace="monthly")
    for days in range(0, 70, 7):
        subscribed.shift(starts=THURSDAY + timedelta(days=days + 5))
    weeks = []
    for week in range(9):
        due = datetime.combine(THURSDAY.date() + timedelta(weeks=week), THURSDAY.time(), tzinfo=BOSTON)
        if digests.sweep(now=due):
            weeks.append(week)
    assert weeks == [0, 4, 8]


def test_each_batch_goes_on_where_the_last_one_stopped(helping, monkeypatch):
    for number in range(5):
        subscribed.reader(helping, name=f"Vera {number}", email=f"vera{number}@example.org")
    subscribed.shift()
    write = digests.write
    monkeypatch.setattr(digests, "write", lambda **values: write(**values, size=2))
    monkeypatch.setattr(digests, "BATCHES", 1)
    assert [digests.sweep(now=THURSDAY + timedelta(minutes=minute)) for minute in range(5)] == [2, 2, 1, 0, 0]
    assert DigestIssue.objects.values_list("state", "readers", "written").get() == ("written", 5, 5)
