"""Links for leads on the desk: made by coordinators, listed with who made them, taken back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import OfficeRole
from tests.staff.conftest import make_staff, signed_in
from volunteers import site_links
from volunteers.models import Shift, SiteLink

DATA = {"name": "Lena Lead", "email": "", "phone": "617-555-0144", "language": "en"}


@pytest.fixture
def desk(carla, shift):
    Shift.objects.filter(pk=shift.pk).update(starts=timezone.now() + timedelta(hours=1), ends=timezone.now() + timedelta(hours=3))
    client = signed_in(carla)
    client.links = reverse("admin:site_links", args=[shift.pk])
    client.roster = reverse("admin:roster", args=[shift.pk])
    return client


def hidden_key(page):
    return re.search(r'name="key" value="([^"]+)"', page.text)[1]


def test_a_coordinator_makes_a_link_and_sees_who_made_it(desk):
    page = desk.post(desk.links, {**DATA, "key": hidden_key(desk.get(desk.links))}, follow=True)
    link = SiteLink.objects.get()
    assert (link.name, str(link.phone), link.made_by.name) == ("Lena Lead", "+16175550144", "Carla")
    assert site_links.url(link) in page.text and "made by Carla" in page.text and "sms:+16175550144" in page.text
    roster = desk.get(desk.roster).text
    assert "Lena Lead" in roster and "made by Carla" in roster and site_links.token(link) not in roster


def test_the_link_that_staff_read_out_opens_the_page_and_taken_back_it_does_not(desk):
    desk.post(desk.links, {**DATA, "key": ""})
    link = SiteLink.objects.get()
    path = f"/volunteer/site/open/{site_links.token(link)}/"
    assert Client().get(path).status_code == 302
    answer = desk.post(reverse("admin:revoke_site_link", args=[link.pk]), follow=True)
    assert "opens nothing any more" in answer.text and "Lena Lead</strong>" not in answer.text
    assert Client().get(path).status_code == 404


def test_a_second_press_makes_no_second_link(desk):
    key = hidden_key(desk.get(desk.links))
    for _press in range(2):
        desk.post(desk.links, {**DATA, "key": key})
    assert SiteLink.objects.count() == 1


@pytest.mark.parametrize(("wrong", "words"), [({"name": "\u200b"}, "This field is required."), ({"email": "lena@localhost"}, "name@example.org"), ({"phone": "12"}, "617-555-0142"), ({"language": "xx"}, "xx"), ({"name": "x" * 121}, "too long")])  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(desk, wrong, words):
    answer = desk.post(desk.links, {**DATA, **wrong})
    assert answer.status_code == 422 and words in answer.text and "617-555-0144" in answer.text or wrong.get("phone") == "12"
    assert SiteLink.objects.count() == 0


def test_a_shift_that_is_over_gets_no_link(desk, shift):
    Shift.objects.filter(pk=shift.pk).update(starts=timezone.now() - timedelta(hours=3), ends=timezone.now() - timedelta(hours=1))
    answer = desk.post(desk.links, DATA)
    assert answer.status_code == 422 and "This shift is over." in answer.text


@pytest.mark.parametrize("role", [OfficeRole.Role.VIEWER, OfficeRole.Role.CALLER])
def test_who_may_not_see_numbers_gives_no_link(desk, office, role):
    desk.post(desk.links, DATA)
    client = signed_in(make_staff("vi@example.org", office, role))
    assert client.get(desk.links).status_code == 403
    assert client.post(reverse("admin:revoke_site_link", args=[SiteLink.objects.get().pk])).status_code == 403
    assert SiteLink.objects.get().revoked_at is None


def test_another_office_finds_neither_the_links_nor_the_way_to_take_them_back(desk, other_coordinator):
    desk.post(desk.links, DATA)
    client = signed_in(other_coordinator)
    assert client.get(desk.links).status_code == 404
    assert client.post(reverse("admin:revoke_site_link", args=[SiteLink.objects.get().pk])).status_code == 404
