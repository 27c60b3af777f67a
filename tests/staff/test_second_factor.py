"""Staff sign in with a password and a second factor; nobody makes their own account."""

import re
import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
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
    codes = client.get(answer["Location"])  # without a second “Is it you?”
    assert codes.status_code == 200 and "when your phone is lost" in codes.text
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
    assert "Choose a password" in page.text
    done = client.post(page.redirect_chain[-1][0], {"password1": "a long enough phrase", "password2": "a long enough phrase"}, follow=True)
    assert f'href="{reverse("account_login")}"' in done.text
    user.refresh_from_db()
    assert user.check_password("a long enough phrase")
    assert sign_in(Client(), user).status_code == 302


def test_the_figures_for_staff_ask_for_the_factor_too(carla):
    assert signed_in(carla, factor=False).get("/statusz").status_code == 302
    assert signed_in(carla).get("/statusz").status_code == 200
    assert Client().get("/statusz").status_code == 404


def test_every_page_about_ones_sign_in_opens(carla):
    client = confirmed_again(carla)
    assert reverse("mfa_index") in client.get(INDEX).text
    names = ["mfa_index", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_reauthenticate", "account_reauthenticate"]
    names += ["account_change_password", "account_email_verification_sent"]
    assert {name: client.get(reverse(name)).status_code for name in names} == dict.fromkeys(names, 200)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert "10 of 10 are left" in client.get(reverse("mfa_view_recovery_codes")).text


def confirmed_again(carla):
    """Carla, who has just typed password and code."""
    client = signed_in(carla)
    session, now = client.session, time.time()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": now}, {"method": "mfa", "at": now, "type": "totp", "reauthenticated": True}]
    session.save()
    return client


def test_a_passkey_is_listed_renamed_and_taken_away_in_the_portals_words(carla):
    client = confirmed_again(carla)
    assert "You have none yet." in client.get(reverse("mfa_list_webauthn")).text
    key = Authenticator.objects.create(user=carla, type=Authenticator.Type.WEBAUTHN, data={"name": "blue key", "credential": {}})
    assert "blue key" in client.get(reverse("mfa_list_webauthn")).text
    edit = reverse("mfa_edit_webauthn", args=[key.pk])
    refused = client.post(edit, {"name": " "})
    assert "Enter a name by which you know it again." in refused.text
    client.post(edit, {"name": "green key"})
    assert "green key" in client.get(reverse("mfa_list_webauthn")).text
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    assert "Take “green key” away?" in client.get(remove).text
    client.post(remove)
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_a_link_that_was_used_says_what_to_do(db):
    page = Client().get("/accounts/password/reset/key/1-set-password/")
    assert "does not work any more" in page.text and reverse("account_reset_password") in page.text


def test_who_forgot_the_password_gets_a_letter_without_a_second_greeting(carla, office):
    page = Client().post(reverse("account_reset_password"), {"email": carla.email}, follow=True)
    assert "Look in your mailbox" in page.text
    text = Message.objects.get(to=carla.email).values["text"]
    assert "Somebody asked for a new password" in text and "Hello from" not in text and "Thank you for using" not in text
