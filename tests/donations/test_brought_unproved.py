"""Goods that come before the address of their promise is proved: thanked for once it is, and nobody is named in public who may never have agreed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions import sweeps
from donations.browsing import results
from donations.models import Pledge
from mailing.models import Message
from tests import goods
from tests.donations import giving
from tests.donations.bringing import book, numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(drive, books):
    giving.promise(drive, {books: 5}, organization="Bakery", thanks=True)
    return Pledge.objects.get()


def bring(pledge, need, quantity):
    book(goods.location(pledge.drive), {need: quantity}, source="pledge", pledge=pledge)


def thanks():
    return Message.objects.filter(kind="donation_thanks").count()


@pytest.mark.parametrize("is_late", [False, True])
def test_a_part_is_thanked_for_and_the_rest_is_expected(pledge, books, is_late):
    bring(pledge, books, 2)
    if is_late:
        Pledge.objects.update(state="expired")
    assert thanks() == 0
    giving.settle(pledge)
    assert (Pledge.objects.get().state, numbers(books), thanks()) == ("partly", (3, 2), 1)
    giving.settle(pledge)
    assert thanks() == 1


def test_an_organization_is_named_only_once_its_address_is_proved(drive, pledge, books):
    bring(pledge, books, 5)
    assert Pledge.objects.get().state == "brought" and results.thanked(drive) == []
    giving.settle(pledge)
    assert results.thanked(drive) == ["Bakery"]


@pytest.mark.parametrize(("until", "days", "is_kept"), [(True, 1, True), (True, 3, False), (False, 1, True), (False, 3, False)])
def test_what_nobody_confirms_in_time_is_no_yes_however_long_its_link_is_kept(drive, pledge, books, until, days, is_kept):
    bring(pledge, books, 5)
    now = timezone.now()
    Pledge.objects.update(until=now if until else None, changed_at=now)
    sweeps.sweep(now=now + timedelta(days=days))
    assert (Pledge.objects.get().thanks_agreed_at is not None) == is_kept
