"""Campaigns and the weekly email while they are sent: workers die, mail servers misbehave, people change their minds, others sign up."""

import math
from collections import Counter
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import claims, fates, parcels, rounds
from outreach import budget, links
from outreach.actions import campaigns
from outreach.models import Campaign
from outreach.tasks import work_on_campaigns
from tests import makers
from tests.faults import beside, to_many
from tests.faults.to_many import send
from tests.mailing.kills import at_work, free_what_is_left, kill_in_hand, ring_until_none_waits, ring_until_there

pytestmark = pytest.mark.django_db(transaction=True)
BOTH_AND_CONTROL = pytest.mark.parametrize(("name", "is_guarded"), [("campaign", True), ("weekly email", True), ("campaign", False)])


@pytest.fixture(autouse=True)
def patience(settings):
    """A mail server that is held up by the test is waited for."""
    settings.EMAIL_TIMEOUT = 60


# --- Workers that are killed --------------------------------------------------------------------------------------------


@BOTH_AND_CONTROL
def test_a_worker_killed_with_letters_in_hand_leaves_two_in_doubt_and_the_next_one_sends_the_rest(name, is_guarded, mail_server, monkeypatch):
    mail = to_many.on_its_way(name, 30)
    if not is_guarded:
        monkeypatch.setattr(claims, "IN_DOUBT_BY_A_CRASH", 0)
    for _kill in range(3):
        mail_server.room = len(mail_server.letters) + 5
        with at_work(send):
            mail_server.wait_for(mail_server.room)
        assert free_what_is_left() <= 2
    mail_server.room = math.inf
    send()
    if is_guarded:
        to_many.assert_each_has_one(mail, mail_server, doubted=3 * 2)
    else:
        assert max(mail_server.times().values()) == 2


def test_a_real_worker_is_killed_while_it_makes_and_sends_a_campaign_and_its_broker_forgets_everything(mail_server, processes):
    mail = to_many.campaign(40)
    processes.start("bulk")
    with to_many.in_the_way(mail.readers[20], mail):
        work_on_campaigns.apply_async()
        to_many.wait_until_one_waits()
        kill_in_hand(processes, "bulk")
    for _twice in range(2):
        work_on_campaigns.apply_async()
    for room in (8, 16):
        mail_server.room = room
        ring_until_there(mail_server, room, name="bulk")
        kill_in_hand(processes, "bulk")
    mail_server.room = 24
    ring_until_there(mail_server, 24, name="bulk")
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushdb()
    mail_server.room = math.inf
    ring_until_none_waits("bulk")
    to_many.assert_each_has_one(mail, mail_server, doubted=2 * 2)


# --- Mail servers that misbehave ----------------------------------------------------------------------------------------


@BOTH_AND_CONTROL
def test_a_server_that_refuses_defers_hangs_and_hangs_up_gets_no_letter_twice(name, is_guarded, mail_server, monkeypatch, settings):
    mail = to_many.on_its_way(name, 12)
    refused, later = (mail.readers[place].email for place in (0, 1))
    mail_server.refused.add(refused)
    mail_server.deferred.add(later)
    if not is_guarded:  # as a letter to one person is treated
        after_doubt = fates.after_doubt
        monkeypatch.setattr(fates, "after_doubt", lambda *, lane, **values: after_doubt(lane=Message.Lane.NORMAL, **values))
    settings.EMAIL_TIMEOUT = 1
    for mode in ("drop", "hang"):
        mail_server.mode = mode
        send()
    settings.EMAIL_TIMEOUT = 60
    mail_server.mode = "defer"
    send()
    assert len(mail_server.dropped) == 1 and len(mail_server.letters) <= 1  # the one it hung over may have come through
    mail_server.mode = "accept"
    mail_server.deferred.clear()
    send(timezone.now() + timedelta(minutes=10))
    if not is_guarded:
        assert mail_server.times()[mail_server.dropped[0].to] == 2
        return
    assert to_many.assert_each_has_one(mail, mail_server, doubted=2) == {"sent": 9, "ambiguous": 2, "failed": 1}
    assert mail.fates()[refused] == "failed" and mail_server.times()[later] == 1


# --- Changing one's mind in the middle ----------------------------------------------------------------------------------


def cancel(mail):
    campaigns.cancel(campaign=Campaign.objects.get(), by=Campaign.objects.get().asked_by, now=timezone.now())


def pause(mail):
    campaigns.pause(campaign=Campaign.objects.get(), by=Campaign.objects.get().asked_by, now=timezone.now())


def leave(mail):
    """Every reader presses the button of their mail program (RFC 8058)."""
    for preferences in links.preferences_of([reader.pk for reader in mail.readers]).values():
        path = links.one_click_url(preferences).removeprefix(settings.SITE_URL)
        assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


@pytest.mark.parametrize("is_guarded", [True, False])
@pytest.mark.parametrize(("name", "act"), [("campaign", cancel), ("campaign", pause), ("campaign", leave), ("weekly email", leave)])
def test_what_is_said_in_the_middle_holds_for_all_that_has_not_left(name, act, is_guarded, mail_server, monkeypatch):
    mail = to_many.on_its_way(name, rounds.FIRST_CHUNK + 4)
    monkeypatch.setattr(parcels, "FRESH", 0 if is_guarded else math.inf)  # seconds after which a worker asks again
    mail_server.room = 3
    with at_work(send) as worker:
        mail_server.wait_for(3)
        act(mail)
        mail_server.room = math.inf
        worker.join(300)
    assert len(mail_server.letters) == (4 if is_guarded else rounds.FIRST_CHUNK)  # the fourth was in the worker's hands
    if act is pause:
        mail.tend(now=timezone.now())
        campaigns.resume(campaign=Campaign.objects.get(), by=Campaign.objects.get().asked_by, now=timezone.now())
        mail.tend(now=timezone.now())
        send()
        to_many.assert_each_has_one(mail, mail_server, doubted=0)
    else:
        mail.tend(now=timezone.now())
        assert Counter(mail.fates().values()) == {"sent": len(mail_server.letters), "cancelled": len(mail.readers) - len(mail_server.letters)}


# --- A clock that stood still -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_guarded", [True, False])
def test_after_an_hour_without_a_clock_a_campaign_goes_on_at_the_offices_pace(is_guarded, mail_server, monkeypatch):
    mail, begun = to_many.campaign(50, per_second=2), timezone.now()
    mail.tend(now=begun)
    send(begun)
    if not is_guarded:
        monkeypatch.setattr(budget, "keep_pace", lambda *given, **named: 0)
    back = begun + timedelta(hours=1)
    send(back)  # the worker is back before the clock is
    assert len(mail_server.letters) == (2 if is_guarded else 50)  # one at each of the two moments
    for seconds in (10, 20, 30):
        send(back + timedelta(seconds=seconds))
    to_many.assert_each_has_one(mail, mail_server, doubted=0)


# --- Beside people who sign up ------------------------------------------------------------------------------------------


def test_five_confirmations_do_not_wait_for_a_campaign(mail_server, processes):
    role, mail = makers.role(places=None, starts=timezone.now() + timedelta(days=10)), to_many.on_its_way("campaign", 300)
    processes.start("worker")
    beside.sign_up_one(role)
    ring_until_there(mail_server, 1)
    calm = beside.slowest_confirmation(mail_server, role, 2)
    mail_server.seconds = 0.05
    with at_work(send):
        mail_server.wait_for(3, kind="campaign")
        slowest = beside.slowest_confirmation(mail_server, role, 5)
        assert mail.letters().filter(state="queued").exists()
    assert slowest < max(beside.SECONDS, 4 * calm)  # a machine that is busy otherwise is slow on calm days too


def test_in_the_lane_of_mail_to_many_a_confirmation_would_wait_for_all_of_it(mail_server):
    to_many.on_its_way("campaign", 25)
    sign_up = makers.sign_up(makers.role(starts=timezone.now() + timedelta(days=10)))
    letters.send_many("signed_up", [letters.Owed(sign_up.person, sign_up)], now=timezone.now(), lane=Message.Lane.BULK)
    send()
    assert [letter.kind for letter in mail_server.letters] == ["campaign"] * 25 + ["signed_up"]
