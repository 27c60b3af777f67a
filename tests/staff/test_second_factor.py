"""Staff sign in with a password and a second factor; nobody makes their own account."""

import re
import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from people.actions import invite_staff
from people.models import OfficeRole, User
from tests.staff.conftest import SECRET, make_staff, signed_in

INDEX = "/admin/"


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time() // 30)))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": "a long enough phrase"})


def test_the_admin_sends_strangers_to_the_sign_in_that_counts_tries(db):
    assert Client().get(INDEX, follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


def test_password_alone_does_not_open_the_admin(carla):
    client = Client()
    assert sign_in(client, carla)["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get(INDEX).status_code == 302


def test_password_and_code_open_the_admin(carla):
    client = Client()
    sign_in(client, carla)
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert client.get(INDEX).status_code == 200


def test_a_wrong_code_does_not_open_the_admin(carla):
    client = Client()
    sign_in(client, carla)
    client.post("/accounts/2fa/authenticate/", {"code": "000000" if code() != "000000" else "111111"})
    assert client.get(INDEX).status_code == 302


def test_staff_without_a_factor_are_led_to_set_one_up_and_need_no_second_code(office):
    newcomer = make_staff("nell@example.org", office, OfficeRole.Role.COORDINATOR, factor=False)
    client = Client()
    sign_in(client, newcomer)
    assert client.get(INDEX)["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page.headers
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(client.session["mfa.totp.secret"])})
    assert answer.status_code == 302 and Authenticator.objects.filter(user=newcomer, type="totp").exists()
    assert client.get(INDEX).status_code == 200


def test_a_session_that_never_showed_the_factor_is_asked_for_it(carla):
    answer = signed_in(carla, factor=False).get(INDEX)
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_somebody_elses_proof_in_the_session_does_not_count(carla, other_coordinator):
    client = signed_in(carla)
    session = client.session
    session["account_authentication_methods_user"] = str(other_coordinator.pk)
    session.save()
    assert client.get(INDEX).status_code == 302


def test_nobody_makes_their_own_account(db):
    client = Client()
    client.post(reverse("account_signup"), {"email": "sam@example.org", "password1": "a long enough phrase"})
    assert not User.objects.exists()


def test_a_sixth_wrong_password_is_refused_without_looking(carla):
    client = Client()
    for _ in range(6):
        client.post(reverse("account_login"), {"login": carla.email, "password": "wrong"})
    page = sign_in(client, carla)
    assert page.status_code == 200 and "_auth_user_id" not in client.session


def test_an_invitation_lets_a_colleague_choose_a_password(office):
    boss = make_staff("ada@example.org", office, OfficeRole.Role.ADMINISTRATOR)
    user = invite_staff(email="Nell@Example.org", name="Nell", office=office, role="coordinator", language="en", by=boss, now=timezone.now())
    letter = Message.objects.get(to="nell@example.org")
    assert (user.is_staff, user.has_usable_password(), EmailAddress.objects.get(user=user).verified) == (True, False, True)
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", letter.text or letter.values["text"]).group(1)
    client = Client()
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "a long enough phrase", "password2": "a long enough phrase"})
    user.refresh_from_db()
    assert user.check_password("a long enough phrase")
    assert sign_in(Client(), user).status_code == 302


def test_the_figures_for_staff_ask_for_the_factor_too(carla):
    assert signed_in(carla, factor=False).get("/statusz").status_code == 302
    assert signed_in(carla).get("/statusz").status_code == 200
    assert Client().get("/statusz").status_code == 404
