"""Goods that come before the address of their promise is proved: thanked for once it is, and nobody is named in public who may never have agreed."""

import pytest

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
