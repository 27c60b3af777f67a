"""A form of drives that is sent twice counts once, also where the first sending took the last of what the form offers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from donations.models import Donation, DropOffWindow, HandOver, PickUpRequest, Pledge
from tests import goods, makers
from tests.donations import fetching, giving
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


# --- Donors ---------------------------------------------------------------------------------------------------------------


def test_whoever_takes_the_last_stop_of_a_time_is_not_told_that_it_is_gone():
    fetching.zips()
    drive = fetching.drive()
    donor, window = fetching.Donor(), fetching.window(drive, stops=1)
    assert twice(donor, f"/donate/{drive.slug}/pick-up/", donor.form_of(drive, window=window.pk)) == [302, 302]
    assert PickUpRequest.objects.get().window == window


@pytest.fixture
def last_time(drive):
    """A time for one donor at a place that takes goods only with an appointment."""
    place, starts = goods.location(drive, wants_appointments=True), makers.noon(2)
    return DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=1)


@pytest.mark.parametrize("names_place", [True, False])
def test_whoever_takes_the_last_place_of_an_appointment_is_not_told_that_it_is_taken(drive, wanted, last_time, names_place):
    donor = giving.Giver()
    typed = donor.pledge_form(drive, {wanted: 1}, location=last_time.location_id if names_place else "", window=last_time.pk)
    assert twice(donor, f"/donate/{drive.slug}/pledge/", typed) == [302, 302]
    assert Pledge.objects.get().appointments.get().window == last_time


def test_whoever_comes_too_late_is_told_once_and_sees_it_no_more(drive, wanted, last_time):
    giving.promise(drive, {wanted: 1}, location=last_time.location, window=last_time)
    late = giving.Giver()
    answer = late.post(
        f"/donate/{drive.slug}/pledge/", late.pledge_form(drive, {wanted: 1}, email="sam@example.org", window=last_time.pk, location=last_time.location_id)
    )
    page = answer.content.decode()
    assert "This time is taken by now." in page and giving.offered_times(page) == [] and Pledge.objects.count() == 1


def test_a_time_of_another_drive_is_none_of_this_one(drive, wanted, last_time):
    other = giving.running(office=drive.office)
    need, donor = goods.need(other), giving.Giver()
    donor.pledge(other, {need: 1}, window=last_time.pk)
    assert Pledge.objects.get().appointments.count() == 0


def test_staff_write_down_the_last_time_once(office, carla):
    drive = giving.running(office=office)
    need, starts = goods.need(drive), makers.noon(2)
    place = goods.location(drive, wants_appointments=True)
    window = DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=1)
    typed = {
        f"need_{need.pk}": "2", "location": place.pk, "window": window.pk, "name": "Dan", "email": "dan@example.org", "phone": "", "language": "en",
        "expected_day": "", "organization": "", "notes": "", "key": makers.key(),
    }  # fmt: skip
    assert twice(signed_in(carla), reverse("admin:enter_pledge", args=[drive.pk]), typed) == [302, 302]
    assert Pledge.objects.count() == 1
