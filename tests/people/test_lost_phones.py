"""A phone that is lost with somebody signed in on it: once the second factor is reset it opens no staff page, also after a new one is set up."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.actions import reset_second_factor
from people.models import OfficeRole
from tests import makers
from tests.staff.conftest import SECRET, make_staff, signed_in

pytestmark = pytest.mark.django_db
INDEX = "/admin/"


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time() // 30)))


def with_password(user):
    browser = Client()
    browser.post(reverse("account_login"), {"login": user.email, "password": "a long enough phrase"})
    return browser


def with_new_factor(user):
    browser = with_password(user)
    browser.get(reverse("mfa_activate_totp"))
    browser.post(reverse("mfa_activate_totp"), {"code": code(browser.session["mfa.totp.secret"])})
    return browser


@pytest.fixture
def carla():
    makers.city()
    return make_staff("carla@example.org", makers.office(), OfficeRole.Role.COORDINATOR)


def test_a_lost_phone_is_signed_in_no_more_when_the_factor_is_another(carla):
    phone = with_password(carla)
    phone.post("/accounts/2fa/authenticate/", {"code": code(SECRET)})
    assert phone.get(INDEX).status_code == 200
    reset_second_factor(user=carla, by=make_staff("olga@example.org", is_superuser=True), now=timezone.now())
    desk = with_new_factor(carla)
    assert desk.get(INDEX).status_code == 200
    assert phone.get(INDEX)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_so_is_one_that_was_used_to_set_the_factor_up(carla):
    Authenticator.objects.all().delete()
    phone = with_new_factor(carla)
    assert phone.get(INDEX).status_code == 200
    reset_second_factor(user=carla, by=make_staff("olga@example.org", is_superuser=True), now=timezone.now())
    assert with_new_factor(carla).get(INDEX).status_code == 200
    assert phone.get(INDEX)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_new_codes_for_the_day_the_phone_is_lost_end_no_session(carla):
    phone = with_password(carla)
    phone.post("/accounts/2fa/authenticate/", {"code": code(SECRET)})
    Authenticator.objects.create(user=carla, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert phone.get(INDEX).status_code == 200
    assert signed_in(carla).get(INDEX).status_code == 200
