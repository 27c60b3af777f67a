"""Campaigns while they are made and agreed to: killed workers, clocks that ring at once, two who say yes, two campaigns to one person."""

import contextlib
import threading
from collections import Counter

import pytest
from django.utils import timezone

from intake.refusal import Refused
from mailing import batches
from mailing.models import Message
from outreach import whom
from outreach.actions import campaigns, sending
from outreach.campaign_rules import State
from outreach.models import Campaign
from tests import makers
from tests.bookings.crowd import at_once
from tests.faults import switches, to_many
from tests.mailing.kills import at_work
from tests.outreach import campaigning

pytestmark = pytest.mark.django_db(transaction=True)
GUARDED_OR_NOT = pytest.mark.parametrize("is_guarded", [True, False])


def copies():
    """Return how many letters of campaigns each address has: {copies: addresses}."""
    return Counter(Counter(Message.objects.filter(kind="campaign").values_list("person__email", flat=True)).values())


def ready(**changes):
    """A campaign with words, to everybody who wants the topic, and its readers' office never rests."""
    campaigning.rules(quiet_from="00:00", quiet_until="00:00")
    return campaigning.campaign(**changes)


def begun(one):
    """A campaign that has begun; none of its letters is made."""
    now = timezone.now()
    campaigns.submit(campaign=one, by=makers.staff(f"writer{one.pk}@example.org"), now=now)
    assert sending.begin(campaign=one, now=now)
    return Campaign.objects.get(pk=one.pk)


def build(one):
    return sending.build(campaign=one, now=timezone.now())


def meet(monkeypatch, place, name, workers=2):
    """Let so many workers wait for each other before they do something for the first time."""
    both, does, here = threading.Barrier(workers, timeout=60), getattr(place, name), threading.local()

    def after_all_are_there(*args, **values):
        if not hasattr(here, "met"):
            here.met = both.wait()
        return does(*args, **values)

    monkeypatch.setattr(place, name, after_all_are_there)


@GUARDED_OR_NOT
def test_a_worker_killed_while_it_makes_letters_makes_the_rest_the_next_time(is_guarded, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 5)
    mail = to_many.campaign(20)
    for place, made in ((2, 0), (7, 5), (13, 10)):
        with to_many.in_the_way(mail.readers[place], mail):
            with at_work(lambda: mail.tend(now=timezone.now())):
                to_many.wait_until_one_waits()
        assert (mail.letters().count(), Campaign.objects.get().recipients) == (made, made)
    if not is_guarded:  # as if it were noted at the beginning that all are made
        Campaign.objects.update(counted_at=timezone.now())
    mail.tend(now=timezone.now())
    assert (copies(), Campaign.objects.get().recipients) == (({1: 20}, 20) if is_guarded else ({1: 10}, 10))


@GUARDED_OR_NOT
def test_clocks_that_ring_in_the_same_moment_make_one_letter_each(is_guarded, monkeypatch):
    subscribers = to_many.campaign(12).readers
    one = Campaign.objects.get()
    sending.begin(campaign=one, now=timezone.now())
    meet(monkeypatch, sending, "_owe")  # each knows by now who gets it
    monkeypatch.setattr(sending, "BATCH", 5)
    with contextlib.nullcontext() if is_guarded else switches.without_one_letter_each():
        at_once(build, [Campaign.objects.get(), Campaign.objects.get()], threads=2)
        assert copies() == {1 if is_guarded else 2: len(subscribers)}
        assert not is_guarded or Campaign.objects.get().recipients == len(subscribers)


@GUARDED_OR_NOT
def test_cancelling_ends_the_making_of_letters_after_the_batch_in_hand(is_guarded, monkeypatch):
    mail = to_many.campaign(20)
    owe = (
        sending._owe if is_guarded else lambda one, people, now: batches.owe("campaign", people, about=mail.ref, office=one.office_id, due=now, step=0, now=now)
    )

    def cancelled_after_the_first(one, *more):
        made = owe(one, *more)
        if mail.letters().count() == 5:
            campaigns.cancel(campaign=one, by=one.asked_by, now=timezone.now())
        return made

    monkeypatch.setattr(sending, "BATCH", 5)
    monkeypatch.setattr(sending, "_owe", cancelled_after_the_first)
    mail.tend(now=timezone.now())
    assert mail.letters().count() == (5 if is_guarded else 20)
    mail.tend(now=timezone.now())
    assert set(mail.letters().values_list("state", flat=True)) == {"cancelled"} and Campaign.objects.get().finished_at


@GUARDED_OR_NOT
def test_two_who_say_yes_at_once_are_one_yes_and_one_campaign(is_guarded, monkeypatch):
    campaigning.reader("Vera")
    one = ready(by=campaigning.colleague("carla@example.org"))
    campaigning.rules(needs_second_person=True)
    campaigns.submit(campaign=one, by=one.made_by, now=timezone.now())
    others = [campaigning.colleague("cora@example.org"), campaigning.colleague("dora@example.org")]
    if not is_guarded:
        monkeypatch.setattr(campaigns, "locked", lambda record: Campaign.objects.select_related("office", "topic").get(pk=record.pk))
        meet(monkeypatch, campaigns, "_insist_on_order")  # each has seen that it waits for a yes
    answers = at_once(lambda user: campaigns.approve(campaign=one, by=user, now=timezone.now()), others, threads=2)
    assert sorted(type(answer) is Refused for answer in answers) == ([False, True] if is_guarded else [False, False])
    at_once(lambda _clock: sending.work(now=timezone.now()), range(3), threads=3)
    sending.work(now=timezone.now())
    assert (Campaign.objects.get().state, copies()) == (State.SENDING, {1: 1})


@GUARDED_OR_NOT
def test_whoever_two_campaigns_are_for_gets_one_letter_though_two_workers_make_them_at_once(is_guarded, monkeypatch):
    campaigning.languages()
    vera, dan = campaigning.reader("Vera", language="es"), campaigning.reader("Dan", language="ar")
    both = ready(name="Both", segment=campaigning.segment({"only": {"language": ["es"]}}, name="Spanish"))
    other = ready(name="All")
    begun_ones = [begun(both), begun(other)]
    meet(monkeypatch, sending, "_owe")  # each knows by now who gets it
    if not is_guarded:
        monkeypatch.setattr(whom, "mailed_meanwhile", lambda *args: set())
    at_once(build, begun_ones, threads=2)
    had = Counter(Message.objects.values_list("person", flat=True))
    assert had == ({vera.pk: 1, dan.pk: 1} if is_guarded else {vera.pk: 2, dan.pk: 1})


def test_whoever_is_in_two_groups_of_one_campaign_gets_one_letter():
    campaigning.languages()
    vera = campaigning.reader("Vera", language="es")
    campaigning.reader("Dan")
    group = campaigning.segment({"combine": "any", "only": {"language": ["es"], "active": ["within_30"]}, "except": {}})
    one = begun(ready(segment=group))
    build(one)
    assert list(Message.objects.values_list("person", flat=True)).count(vera.pk) == 1


@GUARDED_OR_NOT
def test_while_it_is_sent_its_words_are_not_changed(is_guarded, monkeypatch):
    to_many.on_its_way("campaign", 2)
    one = Campaign.objects.get()
    one.subject = "Too late"
    if not is_guarded:
        monkeypatch.setattr(campaigns, "_insist", lambda *args: None)
    with pytest.raises(Refused, match="being sent") if is_guarded else contextlib.nullcontext():
        campaigns.save(campaign=one, by=None, now=timezone.now())
    assert (Campaign.objects.get().subject == "Too late") != is_guarded
