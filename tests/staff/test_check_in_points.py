"""Staff, or the lead with a link, open a sign or a kiosk, print it, start it on this device and close it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import OfficeRole
from tests.staff.conftest import make_staff, signed_in
from volunteers import check_in_points, site_links
from volunteers.models import CheckInPoint, Shift, SiteLink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def today(shift):
    Shift.objects.update(starts=timezone.now(), ends=timezone.now() + timedelta(hours=3))
    return shift


@pytest.fixture
def desk(carla):
    return signed_in(carla)


def make(client, shift, kind, **more):
    return client.post(reverse("admin:check_in", args=[shift.pk]), {"kind": kind, "language": "en", "key": f"a-key-of-its-own-{kind}", **more})


def test_a_sign_is_made_and_printed_in_the_languages_of_the_shift(desk, today, opportunity):
    opportunity.languages_wanted = ["es", "ht"]
    opportunity.save()
    answer = make(desk, today, "sign")
    point = CheckInPoint.objects.get()
    assert answer["Location"] == reverse("admin:check_in_sign", args=[point.pk])
    page = desk.get(answer["Location"]).text
    assert "Check in here" in page and '<div lang="es" dir="ltr">' in page and 'lang="ht"' not in page
    assert check_in_points.url(point).partition("://")[2].rstrip("/") in page and "<svg" in page


def test_a_kiosk_started_on_this_device_signs_staff_out_first(desk, today):
    make(desk, today, "kiosk")
    point = CheckInPoint.objects.get()
    answer = desk.post(reverse("admin:start_check_in", args=[point.pk]))
    assert answer["Location"] == f"/volunteer/kiosk/{point.pk}/"
    assert desk.get(answer["Location"]).status_code == 200
    assert desk.get(reverse("admin:roster", args=[today.pk])).status_code == 302


def test_a_kiosk_started_by_a_lead_closes_the_list_on_that_device(today, carla):
    link = SiteLink.objects.create(shift=today, name="Lena", made_by=carla, made_at=timezone.now())
    lena = Client()
    lena.get(f"/volunteer/site/open/{site_links.token(link)}/")
    assert f"/volunteer/site/{link.pk}/check-in/" in lena.get(f"/volunteer/site/{link.pk}/").text
    answer = lena.post(f"/volunteer/site/{link.pk}/check-in/", {"kind": "kiosk", "language": "es", "whole_day": "on", "key": "a-key-of-its-own-lena"})
    point = CheckInPoint.objects.get()
    assert (point.made_through, point.made_by, point.whole_day, point.language) == (link, carla, True, "es")
    page = lena.get(answer["Location"]).text
    assert "Start the kiosk on this device" in page and "On another device" in page
    started = lena.post(f"{answer['Location']}start/")
    assert lena.get(started["Location"]).status_code == 200 and lena.get(f"/volunteer/site/{link.pk}/").status_code == 404


def test_a_lead_reaches_no_point_of_another_shift(today, carla, desk):
    make(desk, today, "kiosk")
    point = CheckInPoint.objects.get()
    other = Shift.objects.create(opportunity=today.opportunity, starts=timezone.now(), ends=timezone.now() + timedelta(hours=2))
    link = SiteLink.objects.create(shift=other, name="Lena", made_by=carla, made_at=timezone.now())
    lena = Client()
    lena.get(f"/volunteer/site/open/{site_links.token(link)}/")
    base = f"/volunteer/site/{link.pk}/check-in/{point.pk}/"
    assert {lena.get(base).status_code, lena.post(f"{base}start/").status_code, lena.post(f"{base}close/").status_code} == {404}
    assert CheckInPoint.objects.get().revoked_at is None


def test_it_is_closed_from_the_list_and_the_history_says_who(desk, today, carla):
    make(desk, today, "kiosk")
    point = CheckInPoint.objects.get()
    assert "Start it" in desk.get(reverse("admin:check_in", args=[today.pk])).text
    for _ in range(2):
        desk.post(reverse("admin:close_check_in", args=[point.pk]))
    point.refresh_from_db()
    assert point.revoked_by == carla and point.changes.count() == 2
    assert "Start it" not in desk.get(reverse("admin:check_in", args=[today.pk])).text


def test_what_is_over_says_so_beside_the_form(desk, shift):
    Shift.objects.update(starts=timezone.now() - timedelta(hours=4), ends=timezone.now() - timedelta(hours=1))
    answer = make(desk, shift, "kiosk")
    assert answer.status_code == 422 and "This shift is over." in answer.text


@pytest.mark.parametrize("typed", [{"kind": "door"}, {"kind": ""}, {"language": "xx"}, {"key": "x" * 50}])
def test_what_no_form_of_ours_sends_is_refused(desk, today, typed):
    assert make(desk, today, typed.pop("kind", "kiosk"), **typed).status_code == 422
    assert not CheckInPoint.objects.exists()


def test_a_viewer_opens_nothing(today, office):
    viewer = signed_in(make_staff("vi@example.org", office, OfficeRole.Role.VIEWER))
    assert make(viewer, today, "kiosk").status_code == 403
    assert reverse("admin:check_in", args=[today.pk]) not in viewer.get(reverse("admin:roster", args=[today.pk])).text
