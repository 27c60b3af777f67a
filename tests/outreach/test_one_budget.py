"""Campaigns and the weekly email of an office leave at one pace: so many a second and a day for both together, whoever comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from mailing.models import Message
from mailing.outbox import rounds
from outreach import budget
from outreach.actions import digests, sending
from outreach.models import Campaign, DigestIssue
from tests import makers
from tests.bookings.crowd import at_once
from tests.outreach import campaigning, subscribed
from tests.outreach.subscribed import BOSTON, THURSDAY

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)
FRIDAY_AT_EIGHT = THURSDAY.replace(hour=8) + timedelta(days=1)


@pytest.fixture(autouse=True)
def office():
    makers.city()
    return makers.office()


def readers(of, *names):
    return [subscribed.reader(of, name=name, email=f"{name.lower()}@example.org") for name in names]


def rules(**changes):
    return subscribed.rules(**{"needs_second_person": False, "undo_minutes": 0, **changes})


def dues(kind):
    return list(Message.objects.filter(kind=kind).order_by("due", "pk").values_list("due", flat=True))


def test_what_is_owed_by_either_counts_for_the_other(office):
    helping, news = subscribed.topic("volunteering"), subscribed.topic("news", in_digest=False)
    readers(helping, "Vera", "Dan")
    readers(news, "Nils", "Rita", "Ema", "Una")
    subscribed.shift()
    rules(per_second=1, per_day=5)
    first = campaigning.start(campaigning.campaign(topic=news), now=THURSDAY)
    digests.sweep(now=THURSDAY)
    assert dues("campaign") == [THURSDAY + n * SECOND for n in range(4)]
    assert dues("digest") == [THURSDAY + 4 * SECOND, FRIDAY_AT_EIGHT]
    Message.objects.filter(due__lt=FRIDAY_AT_EIGHT).update(state="sent", sent_at=THURSDAY)
    sending.work(now=THURSDAY)
    assert Campaign.objects.get(pk=first.pk).state == "sent"
    afternoon = THURSDAY + timedelta(hours=5)
    subscribed.reader(news, name="Ugo", email="ugo@example.org")
    campaigning.start(campaigning.campaign(topic=news, name="Second"), now=afternoon)
    assert dues("campaign")[-1] == FRIDAY_AT_EIGHT + SECOND  # behind the last of the weekly email
    Message.objects.filter(state="queued").delete()
    with transaction.atomic():  # what has left counts as what waits does
        assert budget.pace_of(office, afternoon).used == {THURSDAY.date(): 5}
        assert list(budget.pace_of(office, afternoon).moments(1)) == [FRIDAY_AT_EIGHT]


def test_whoever_begins_again_counts_no_letter_twice(monkeypatch):
    readers(subscribed.topic("volunteering"), *(f"Vera{number}" for number in range(5)))
    subscribed.shift()
    rules(per_second=1, per_day=3)
    write = digests.write
    monkeypatch.setattr(digests, "write", lambda **values: write(**values, size=2))
    monkeypatch.setattr(digests, "BATCHES", 1)
    assert [digests.sweep(now=THURSDAY + timedelta(minutes=minute)) for minute in range(4)] == [2, 2, 1, 0]
    minute = THURSDAY + timedelta(minutes=1)
    expected = [THURSDAY, THURSDAY + SECOND, minute, FRIDAY_AT_EIGHT, FRIDAY_AT_EIGHT + SECOND]
    assert dues("digest") == expected
    DigestIssue.objects.update(state="writing", upto=0)  # a worker was killed before it could note how far it was
    assert [digests.sweep(now=minute + timedelta(minutes=later)) for later in range(4)] == [0] * 4
    assert dues("digest") == expected


@pytest.mark.parametrize(
    ("evening", "morning"),
    [
        (datetime(2031, 11, 1, 20, 59, 58, tzinfo=BOSTON), datetime(2031, 11, 2, 13, tzinfo=UTC)),  # the clock goes back that night
        (datetime(2031, 3, 8, 20, 59, 58, tzinfo=BOSTON), datetime(2031, 3, 9, 12, tzinfo=UTC)),  # and forward
    ],
)
def test_what_the_evening_has_no_room_for_goes_on_in_the_morning_though_the_clock_changes(evening, morning):
    helping = subscribed.topic("volunteering")
    readers(helping, "Vera", "Dan", "Nils", "Ema")
    subscribed.shift(starts=evening + timedelta(days=5))
    rules(per_second=1, per_day=4, digest_weekday=5, digest_hour=20)
    campaigning.languages()
    only_vera = campaigning.segment({"only": {"language": ["es"]}})
    makers.Person.objects.filter(name="Vera").update(language="es")
    campaigning.start(campaigning.campaign(topic=helping, segment=only_vera), now=evening)
    digests.sweep(now=evening)
    assert dues("campaign") == [evening]
    assert dues("digest") == [evening + SECOND, *(morning + n * SECOND for n in range(3))]


def test_a_campaign_and_a_weekly_email_made_at_once_never_leave_at_one_moment():
    helping, news = subscribed.topic("volunteering"), subscribed.topic("news", in_digest=False)
    readers(helping, *(f"Vera{number}" for number in range(6)))
    readers(news, *(f"Nils{number}" for number in range(6)))
    subscribed.shift()
    rules(per_second=1, per_day=8)
    of = campaigning.campaign(topic=news)
    campaigning.campaigns.submit(campaign=of, by=makers.staff("writer@example.org"), now=THURSDAY)
    work = [sending.work, digests.sweep] * 2
    answers = at_once(lambda turn: work[turn](now=THURSDAY), range(4), threads=4)
    assert not [one for one in answers if isinstance(one, Exception)]
    found = sorted(dues("campaign") + dues("digest"))
    assert found == [*(THURSDAY + n * SECOND for n in range(8)), *(FRIDAY_AT_EIGHT + n * SECOND for n in range(4))]


def test_who_owes_waits_for_whoever_owes_from_the_same_budget(office):
    rules(per_day=3)

    def ask(_turn):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            return budget.pace_of(office, THURSDAY)

    with transaction.atomic():
        budget.pace_of(office, THURSDAY)
        (answer,) = at_once(ask, [1], threads=1)
    assert isinstance(answer, OperationalError)
    assert isinstance(at_once(ask, [1], threads=1)[0], budget.Pace)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_weekly_email_that_piled_up_is_spread_again_within_the_day_and_kept_as_much_longer(monkeypatch, is_guarded):
    readers(subscribed.topic("volunteering"), "Vera", "Dan", "Nils", "Ema")
    subscribed.shift()
    rules(per_second=2, per_day=5)
    monkeypatch.setattr(budget, "LATE", 1)
    digests.sweep(now=THURSDAY)
    late = THURSDAY + timedelta(minutes=30)
    if not is_guarded:  # they would leave all at once
        monkeypatch.setattr(budget, "keep_pace", lambda *given, **named: 0)
    budget.keep_all(now=late)
    start = late if is_guarded else THURSDAY
    assert dues("digest") == [start + n * SECOND / 2 for n in range(4)]
    assert all(one.expires == one.due + timedelta(days=3) for one in Message.objects.all())


def test_a_weekly_email_that_is_late_waits_for_the_morning(mail_server):
    readers(subscribed.topic("volunteering"), "Vera")
    subscribed.shift()
    digests.sweep(now=THURSDAY.replace(hour=20, minute=59))
    rounds.Round(lanes=rounds.BULK, clock=lambda: THURSDAY.replace(hour=23)).run()
    assert mail_server.letters == [] and dues("digest") == [FRIDAY_AT_EIGHT]
