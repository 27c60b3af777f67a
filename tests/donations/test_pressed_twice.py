"""A form of drives that is sent twice counts once, also where the first sending took the last of what the form offers."""

import pytest
from django.urls import reverse

from donations.models import Donation, HandOver
from tests import goods, makers
from tests.donations import giving
from tests.donations.bringing import book, in_stock, partner
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db


def twice(client, url, data):
    """Return what both answers of a double click say."""
    return [client.post(url, data).status_code for _ in range(2)]


# --- At the desk ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(office):
    return goods.location(giving.running(office=office))


def test_a_hand_over_that_empties_one_item_gives_nothing_of_the_others_on_again(place, carla):
    books, pens = goods.need(place.drive, name="Notebooks"), goods.need(place.drive, name="Pens")
    book(place, {books: 10, pens: 10})
    typed = {"key": makers.key(), "partner": partner(place).pk, "received_by_name": "", f"quantity-{books.pk}": "10", f"quantity-{pens.pk}": "5"}
    assert twice(signed_in(carla), reverse("admin:hand_over_goods", args=[place.pk]), typed) == [302, 302]
    assert HandOver.objects.count() == 1 and (in_stock(place, books), in_stock(place, pens)) == (0, 5)


def test_what_is_not_there_any_more_is_not_offered_and_refused_where_it_is_typed(place, carla):
    books, client = goods.need(place.drive, name="Notebooks"), signed_in(carla)
    book(place, {books: 2})
    url, typed = reverse("admin:hand_over_goods", args=[place.pk]), {"partner": partner(place).pk, "received_by_name": "", f"quantity-{books.pk}": "2"}
    assert client.post(url, {**typed, "key": makers.key()}).status_code == 302
    assert f"quantity-{books.pk}" not in client.get(url).content.decode()
    late = client.post(url, {**typed, "key": makers.key()})
    assert late.status_code == 422 and "Nothing of “Notebooks” is in stock here." in late.content.decode()


def test_sorting_that_is_pressed_twice_is_sorted_once_and_says_so(place, carla):
    donation = book(place, {goods.need(place.drive): 10})
    line, seen = donation.lines.get(), Donation.objects.get().changed_at.isoformat()
    typed = {"key": makers.key(), "seen": seen, f"unusable-{line.pk}": "2", f"condition-{line.pk}": "good"}
    url, client = reverse("admin:sort_goods", args=[donation.pk]), signed_in(carla)
    assert twice(client, url, typed) == [302, 302]
    assert client.post(url, {**typed, f"unusable-{line.pk}": "3"}).status_code == 422
    assert donation.lines.get().unusable == 2
