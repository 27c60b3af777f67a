"""Campaigns and the weekly email at full size, through real workers, clocks, brokers and mail servers that fail; each test tells its numbers."""

import contextlib
import math
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db.models import F
from django.test import Client
from django.utils import timezone

from civic.processes import wait_until
from mailing.models import Message
from outreach import links
from outreach.actions import campaigns
from outreach.models import Campaign
from outreach.tasks import work_on_campaigns
from tests import makers
from tests.faults import beside, to_many
from tests.mailing.kills import kill_in_hand, kill_with_all_it_has, ring_until_none_waits, ring_until_there

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
KILLS = 30
PATIENCE = 900  # seconds for what is quick on a machine that does nothing else


@pytest.fixture
def portal(mail_server, processes):
    """A bulk worker and a clock with a broker of their own."""
    processes.own_broker()
    processes.start("bulk", "beat")
    return processes


def kill(processes, number):
    """Kill the process that does the work; every fifth time the whole worker, which is started again."""
    if number % 5 == 4:
        kill_with_all_it_has(processes, "bulk")
        processes.start("bulk")
    else:
        kill_in_hand(processes, "bulk")


def sent(mail):
    return mail.letters().filter(state="sent").count()


def by_staff(verb):
    """Do something with the only campaign; returns the moment at which it was committed."""
    one = Campaign.objects.get()
    verb(campaign=one, by=one.asked_by, now=timezone.now())
    return time.monotonic()


def test_thirty_kills_while_letters_are_made_lose_and_double_nobody(processes, record_property):
    mail = to_many.campaign(6_000)
    processes.start("bulk")
    with contextlib.ExitStack() as stack:
        in_the_way = [stack.enter_context(to_many.in_the_way(reader, mail)) for reader in mail.readers[:: 6_000 // KILLS]]
        for number, session in enumerate(in_the_way):
            assert wait_until(lambda: to_many.is_waited_for() or not work_on_campaigns.apply_async(), PATIENCE, step=1)
            kill(processes, number)
            to_many.hang_up()
            session.rollback()
    assert wait_until(lambda: work_on_campaigns.apply_async() and Campaign.objects.get().counted_at, PATIENCE, step=1)
    each = Counter(mail.letters().values_list("person", flat=True))
    record_property("letters", sum(each.values()))
    assert (len(each), set(each.values()), Campaign.objects.get().recipients) == (6_000, {1}, 6_000)


@pytest.mark.parametrize("name", to_many.MAKERS)
def test_thirty_kills_while_they_are_sent_leave_at_most_two_in_doubt_each(name, mail_server, processes, record_property):
    mail = to_many.on_its_way(name, 900)
    processes.start("bulk")
    for number in range(KILLS):
        mail_server.room = len(mail_server.letters) + 20
        ring_until_there(mail_server, mail_server.room, PATIENCE, name="bulk")
        kill(processes, number)
    mail_server.room = math.inf
    ring_until_none_waits("bulk", PATIENCE)
    states = to_many.assert_each_has_one(mail, mail_server, doubted=2 * KILLS)
    record_property("states", dict(states))


@pytest.mark.parametrize("name", to_many.MAKERS)
def test_a_broker_that_forgets_two_clocks_and_none_for_an_hour(name, portal, mail_server, record_property):
    portal.start_another("beat")
    mail = to_many.MAKERS[name](1_000, per_second=20)
    for part in (200, 400):
        mail_server.wait_for(part, seconds=PATIENCE)
        portal.flush_broker()
    for one in ("beat", "beat 2", "bulk"):
        portal[one].signal_group(9)
        portal[one].wait_until_gone(10)
    Message.objects.update(due=F("due") - timedelta(hours=1))
    Campaign.objects.update(send_at=F("send_at") - timedelta(hours=1), started_at=F("started_at") - timedelta(hours=1))
    before = len(mail_server.letters)
    portal.restart("bulk")
    portal.restart("beat")
    assert wait_until(lambda: mail.letters().count() == 1_000 and not Message.objects.waiting().exists(), PATIENCE, step=1)
    after = [letter.came for letter in mail_server.letters[before:]]
    record_property("letters and seconds after the hour", (len(after), round(after[-1] - after[0], 1)))
    assert after[-1] - after[0] > 0.8 * len(after) / 20  # at the office's pace from the first letter on, also before the clock has rung
    states = to_many.assert_each_has_one(mail, mail_server, doubted=2)
    assert states["sent"] >= 998


@pytest.mark.parametrize("name", to_many.MAKERS)
def test_a_server_that_refuses_defers_hangs_and_hangs_up(name, portal, mail_server, record_property):
    mail_server.refused.update(f"vera{number}@example.org" for number in range(20))
    mail_server.deferred.update(f"vera{number}@example.org" for number in range(20, 40))
    mail_server.mode = "drop"
    mail = to_many.MAKERS[name](300)
    in_doubt = mail.letters().filter(state="ambiguous")
    for doubts, mode in enumerate(("drop", "hang"), start=1):
        mail_server.mode = mode
        assert wait_until(lambda expected=doubts: in_doubt.count() >= expected, PATIENCE, step=0.2)
    mail_server.mode = "defer"
    assert wait_until(lambda: not mail.letters().filter(state="queued", attempts=0).exists(), PATIENCE, step=0.2)
    mail_server.mode = "accept"
    mail_server.deferred.clear()
    Message.objects.filter(state="queued").update(due=timezone.now())  # the minutes of a second try pass
    assert wait_until(lambda: not Message.objects.waiting().exists(), PATIENCE, step=1)
    states = to_many.assert_each_has_one(mail, mail_server, doubted=20)
    record_property("states", dict(states))
    assert states["failed"] == 20 and len(mail_server.dropped) <= states["ambiguous"]


@pytest.mark.parametrize("seconds", [0.02, 1, 4])
def test_after_a_cancel_no_letter_leaves_later_than_ten_seconds(seconds, portal, mail_server, record_property):
    mail_server.seconds = seconds
    mail = to_many.campaign(500)
    mail_server.wait_for(5, seconds=PATIENCE)
    committed = by_staff(campaigns.cancel)
    assert wait_until(lambda: Campaign.objects.get().finished_at and not Message.objects.waiting().exists(), PATIENCE, step=0.5)
    late = max(letter.came for letter in mail_server.letters) - committed
    record_property("seconds", round(late, 2))
    assert late < 10 and set(mail_server.times().values()) == {1}
    assert Counter(mail.fates().values()) == {"sent": len(mail_server.letters), "cancelled": 500 - len(mail_server.letters)}


def test_pausing_going_on_and_leaving_in_the_middle(portal, mail_server, record_property):
    mail_server.seconds = 0.05
    mail = to_many.campaign(600)
    mail_server.wait_for(50, seconds=PATIENCE)
    leavers = {reader.email for reader in mail.readers[300:350]}
    for preferences in links.preferences_of([reader.pk for reader in mail.readers[300:350]]).values():
        Client().post(links.one_click_url(preferences).removeprefix(django_settings.SITE_URL), {"List-Unsubscribe": "One-Click"})
    gone = time.monotonic()
    paused = by_staff(campaigns.pause)
    assert wait_until(lambda: not Message.objects.waiting().exists(), PATIENCE, step=0.5)
    at_the_pause = len(mail_server.letters)
    late = max(letter.came for letter in mail_server.letters) - paused
    by_staff(campaigns.resume)
    assert wait_until(lambda: sent(mail) > at_the_pause and not Message.objects.waiting().exists(), PATIENCE, step=0.5)
    record_property("before the pause", at_the_pause)
    record_property("seconds", round(late, 2))
    assert late < 10 and set(mail_server.times().values()) == {1}
    assert all(letter.came < gone + 10 for letter in mail_server.letters if letter.to in leavers)
    fates = mail.fates()
    assert {email for email, state in fates.items() if state == "sent"} == set(mail_server.times()) >= fates.keys() - leavers


def test_twenty_confirmations_leave_within_two_seconds_while_a_campaign_is_sent(mail_server, processes, record_property):
    role = makers.role(places=None, starts=timezone.now() + timedelta(days=10))
    mail = to_many.on_its_way("campaign", 5_000)
    processes.start("worker", "bulk")
    beside.sign_up_one(role)
    ring_until_there(mail_server, 1, PATIENCE)
    ring_until_there(mail_server, 100, PATIENCE, name="bulk")
    slowest = beside.slowest_confirmation(mail_server, role, 20)
    record_property("slowest", round(slowest, 2))
    assert mail.letters().filter(state="queued").exists()
    assert slowest < beside.SECONDS
