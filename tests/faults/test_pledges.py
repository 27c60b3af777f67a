"""Crowds at the real web server promise the last items of a capped need, and send one form many times at once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from donations.eligibility import field_of
from donations.models import Need, Pledge, PledgeLine
from mailing.models import AccessLink, Message
from people.models import Person
from tests import goods
from tests.faults import switches


def drive():
    now = timezone.now()
    return goods.drive(opens=now - timedelta(days=1), closes=now + timedelta(days=10))


def door(of):
    return f"/donate/{of.slug}/pledge/"


def form(browser, of, lines, **typed):
    rest = {"name": "Dan", "email": "dan@example.org", "phone": "", "language": "en", "notes": "", "organization": "", "expected_day": "", **typed}
    return browser.form(door(of), **rest, **{field_of(need.pk): str(quantity) for need, quantity in lines.items()})


def rush(resident, at_once, clients, wanted):
    """Let a crowd promise one of each of these needs in the same moment; returns the answers by status."""
    of = wanted[0].drive
    crowd = [resident() for _ in range(clients)]
    # Half of them name the needs in the other order: whatever is typed, they are locked in one.
    forms = [
        form(one, of, dict.fromkeys(wanted if n % 2 else reversed(wanted), 1), name=f"Dan {n}", email=f"dan{n}-{of.pk}@example.org")
        for n, one in enumerate(crowd)
    ]
    answers = at_once(lambda pair: pair[0].post(door(of), pair[1]), zip(crowd, forms, strict=True))
    for one in crowd:
        one.close()
    return Counter(answer.status for answer in answers)


@pytest.mark.parametrize(("clients", "rounds"), [(20, 3), pytest.param(200, 50, marks=pytest.mark.soak)])
def test_the_last_items_are_promised_exactly(resident, at_once, clients, rounds):
    for turn in range(rounds):
        left, of = 1 + turn % 3, drive()
        scarce, plenty = goods.need(of, target=left, is_capped=True), goods.need(of, target=clients, is_capped=True)
        assert rush(resident, at_once, clients, [scarce, plenty]) == {302: left, 200: clients - left}
        held = Pledge.objects.filter(drive=of, state=Pledge.State.HELD)
        assert held.count() == left and PledgeLine.objects.filter(pledge__in=held).count() == 2 * left
        assert dict(Need.objects.filter(drive=of).values_list("pk", "taken")) == {scarce.pk: left, plenty.pk: left}


def test_without_the_trigger_the_last_item_would_be_promised_by_many(resident, at_once):
    of = drive()
    scarce = goods.need(of, target=1, is_capped=True)
    with switches.without_trigger("donations_pledgeline", "count_promises"):
        answers = rush(resident, at_once, 20, [scarce])
    assert answers[302] > 1 and PledgeLine.objects.filter(need=scarce).count() > 1


def send_one_form_often(resident, at_once, times):
    of = drive()
    wanted = goods.need(of, target=100)
    dan = resident()
    sent = form(dan, of, {wanted: 2})
    tabs = [resident() for _ in range(times)]
    for tab in tabs:
        tab.cookies = dict(dan.cookies)
    return at_once(lambda tab: tab.post(door(of), sent), tabs)


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_the_same_form_many_times_at_once_is_one_pledge_one_letter_and_a_good_page_each_time(resident, at_once, times):
    answers = send_one_form_often(resident, at_once, times)
    assert {(answer.status, answer.location) for answer in answers} == {(302, "/confirm/")}
    assert [model.objects.count() for model in (Pledge, PledgeLine, Message, Person, AccessLink)] == [1, 1, 1, 1, 1]
    assert Need.objects.get().taken == 2


def test_without_form_keys_the_same_form_would_be_many_pledges(resident, at_once):
    with switches.without_form_keys():
        send_one_form_often(resident, at_once, 5)
    assert Pledge.objects.count() > 1
