"""Where promises are capped: what came beside them is counted anew when goods are taken back, and what one has brought counts as one's own."""

import pytest
from django.utils import timezone

from bookings.seats import Full
from donations.actions import goods as verbs
from donations.actions import pledges
from donations.models import Need, Pledge
from tests import goods, makers
from tests.donations import giving
from tests.donations.bringing import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(drive):
    return goods.location(drive)


def numbers(need):
    """What is promised, what is kept beside it for goods that came, and all that came."""
    return Need.objects.values_list("taken", "reserved", "received").get(pk=need.pk)


def take_back(donation):
    verbs.take_back(donation=donation, by=makers.staff(), now=timezone.now())


def test_a_promise_stands_again_though_more_came_than_was_wanted(place, bags):
    pledge = giving.made({bags: 5})
    book(place, {bags: 10})
    donation = book(place, {bags: 5}, source="pledge", pledge=pledge)
    assert numbers(bags) == (0, 10, 15)
    take_back(donation)
    assert numbers(bags) == (5, 5, 10) and Pledge.objects.get().state == "promised"


def test_a_part_of_a_promise_stands_again_too(place, bags):
    pledge = giving.made({bags: 5})
    book(place, {bags: 10})
    take_back(book(place, {bags: 2}, source="pledge", pledge=pledge))
    assert numbers(bags) == (5, 5, 10) and Pledge.objects.get().state == "promised"


def test_what_came_otherwise_is_kept_as_before(place, bags):
    pledge = giving.made({bags: 5})
    book(place, {bags: 2})
    take_back(book(place, {bags: 5}, source="pledge", pledge=pledge))
    assert numbers(bags) == (5, 2, 2)
    with pytest.raises(Full):
        giving.promise(place.drive, {bags: 4})


def change(pledge, lines):
    plan = pledges.Plan(tuple((need.pk, quantity) for need, quantity in lines.items()))
    pledge = Pledge.objects.get(pk=pledge.pk)
    pledges.change(pledge=pledge, plan=plan, seen=pledges.version(pledge), by=None, now=timezone.now())


def test_who_has_brought_a_part_may_promise_all_that_is_still_wanted(place, bags):
    pledge = giving.made({bags: 5})
    book(place, {bags: 3}, source="pledge", pledge=pledge)
    with pytest.raises(Full) as full:
        change(pledge, {bags: 11})
    assert full.value.sentence.startswith("Only 10 are still wanted.")
    change(pledge, {bags: 10})
    assert numbers(bags) == (7, 3, 3)


def test_who_has_brought_more_than_promised_as_well(place, bags):
    books = goods.need(place.drive)
    pledge = giving.made({bags: 1, books: 1})
    book(place, {bags: 4}, source="pledge", pledge=pledge)
    change(pledge, {bags: 10, books: 1})
    assert numbers(bags) == (6, 4, 4)
