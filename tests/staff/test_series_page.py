"""A series on its pages: days left out when it is planned, its coming dates, and a later last day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.staff.conftest import signed_in
from tests.staff.test_opportunity_admin import add, management, opportunity_form, row, soon
from volunteers.models import Series, Shift

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(carla):
    return signed_in(carla)


def days():
    return [shift.local_starts.date() for shift in Shift.objects.order_by("starts")]


def plan(client, office, venue, **more):
    return add(client, **opportunity_form(office, **management("shifts", 1)) | row(0, venue=venue, repeat=soon(3 + 21), **more))


def test_days_that_are_left_out_make_no_shift(client, office, venue):
    plan(client, office, venue, days_off=f"{soon(3 + 7)}; {soon(3 + 14)},")
    assert days() == [soon(3), soon(3 + 21)]
    assert Series.objects.get().exceptions == [soon(3 + 7), soon(3 + 14)]


@pytest.mark.parametrize(
    ("more", "words"),
    [({"days_off": "Christmas"}, "“Christmas” is not a day"), ({"days_off": "2026-02-30"}, "is not a day"), ({"days_off": "2026-12-24", "rule": "", "repeat_until": ""}, "Only a shift that comes again")],
)  # fmt: skip
def test_what_is_no_day_or_has_no_rule_is_said_and_nothing_is_stored(client, office, venue, more, words):
    assert words in plan(client, office, venue, **more).content.decode()
    assert not Shift.objects.exists()


def test_the_page_shows_the_coming_dates_and_lets_the_series_go_on_longer(client, office, venue):
    plan(client, office, venue)
    url = reverse("admin:series", args=[Shift.objects.order_by("starts").first().pk])
    page = client.get(url).content.decode()
    assert "every week" in page
    assert "4 shifts are to come" in page
    answer = client.post(url, {"until": soon(3 + 35)}, follow=True)
    assert "2 shifts were planned." in answer.content.decode()
    assert days() == [soon(3) + timedelta(weeks=week) for week in range(6)]
    again = client.post(url, {"until": soon(3 + 35)})
    assert again.status_code == 422
    assert "Choose a day after the last one." in again.content.decode()
    assert len(days()) == 6


def test_a_shift_that_does_not_come_again_has_no_such_page(client, shift):
    assert client.get(reverse("admin:series", args=[shift.pk])).status_code == 404
