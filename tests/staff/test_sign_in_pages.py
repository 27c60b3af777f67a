"""Every address of signing in, as everybody, with what fits and what does not: the portal's own pages in its own words, and no fault."""

import json
import re
from base64 import urlsafe_b64encode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from people import accounts
from people.models import User
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_second_factor import code, confirmed_again, sign_in

PHRASE = "a long enough phrase"
BAD_KEYS = ["", "x", "{}", "[]", "1", '"x"', '{"id": 1}', '{"id": "AA", "response": {}}', '{"rawId": "AA", "response": {"userHandle": "MQ"}}', "\x00"]


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [("account_email", "mfa_index"), ("account_set_password", "account_reset_password"), ("account_signup", "volunteers:list")],
)
def test_what_the_portal_does_not_offer_leads_where_it_does(db, name, leads_to):
    assert Client().get(reverse(name))["Location"] == reverse(leads_to)
    assert Client().post(reverse(name))["Location"] == reverse(leads_to)


def test_nobody_adds_an_address_by_which_a_staff_account_could_be_opened(carla):
    browser = confirmed_again(carla)
    browser.post(reverse("account_email"), {"email": "sam@example.org", "action_add": ""})
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["carla@example.org"]
    assert "My sign-in" in browser.get("/accounts/", follow=True).text


def test_the_title_of_a_page_says_that_something_is_to_be_checked(carla):
    opened, refused = Client().get(reverse("account_login")), Client().post(reverse("account_login"))
    assert "<title>Sign in for staff" in opened.text and "<title>Please check: Sign in for staff" in refused.text
    refused = behind_the_password(carla).post(reverse("mfa_authenticate"), {"credential": ""})
    assert "<title>Please check: Your code" in refused.text


# --- Words ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("account_login", {"login": "", "password": "x"}, "Enter your email address."),
        ("account_login", {"login": "x", "password": ""}, "Enter an email address like name@example.org."),
        ("account_login", {"login": "x", "password": ""}, "Enter your password."),
        ("account_login", {"login": "carla@example.org", "password": "wrong"}, "We know no staff account with this email address and this password."),
        ("account_login", {"login": "carla@example.org", "password": "x\x00"}, "This text has a character that cannot be stored."),
        ("account_reset_password", {"email": ""}, "Enter your email address."),
    ],
)
def test_a_form_for_strangers_says_what_is_not_right(carla, name, typed, sentence):
    assert sentence in Client().post(reverse(name), typed).text


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("account_reauthenticate", {"password": "wrong"}, "This is not your password."),
        ("account_change_password", {"oldpassword": "wrong"}, "This is not the password you have now."),
        ("account_change_password", {"password1": ""}, "Enter the password you want to have."),
        ("account_change_password", {"password1": "three good words", "password2": "three bad words"}, "The two new passwords are not alike."),
        ("mfa_reauthenticate", {"code": ""}, "Enter the code."),
        ("mfa_reauthenticate", {"code": "x"}, "This code is not right."),
    ],
)
def test_a_form_for_staff_says_what_is_not_right(carla, name, typed, sentence):
    assert sentence in confirmed_again(carla).post(reverse(name), typed).text


def test_a_form_says_what_it_asks_for(carla, office):
    assert "Stay signed in on this device" in Client().get(reverse("account_login")).text
    browser = confirmed_again(carla)
    words = browser.get(reverse("account_change_password")).text
    assert "Password you have now" in words and "New password once more" in words and "At least 12 characters." in words
    assert "Use the app on your phone or a recovery code" in browser.get(reverse("account_reauthenticate")).text
    assert 'value="Key 1"' in browser.get(reverse("mfa_add_webauthn")).text
    newcomer = confirmed_again(make_staff("nell@example.org", office, "coordinator", factor=False))
    assert "6-digit code</label>" in newcomer.get(reverse("mfa_activate_totp")).text
    assert "Please set one up first." in newcomer.post(reverse("mfa_generate_recovery_codes")).text


def test_whoever_was_let_out_reads_whom_to_ask(carla):
    User.objects.update(is_active=False)
    page = Client().post(reverse("account_login"), {"login": carla.email, "password": PHRASE}, follow=True).text
    assert "This account is closed" in page and "Ask whoever administers your office." in page


def test_who_comes_in_goes_out_and_comes_back_reads_it_once(carla):
    browser = behind_the_password(carla)
    assert "You are signed in as" in browser.post(reverse("mfa_authenticate"), {"code": code()}, follow=True).text
    out = browser.post(reverse("account_logout"), follow=True)
    assert out.text.count("You are signed out.") == 1 and out.redirect_chain == [(reverse("account_login"), 302)]


def test_what_has_changed_about_ones_sign_in_is_said_once(carla):
    words = {"oldpassword": PHRASE, "password1": "three good words", "password2": "three good words"}
    assert confirmed_again(carla).post(reverse("account_change_password"), words, follow=True).text.count("Your new password is saved.") == 1
    carla.refresh_from_db()
    assert "The codes of the app do not work any more." in confirmed_again(carla).post(reverse("mfa_deactivate_totp"), follow=True).text
    key = Authenticator.objects.create(user=carla, type=Authenticator.Type.WEBAUTHN, data={"name": "blue key", "credential": {}})
    said = confirmed_again(carla).post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    assert "The passkey or security key does not open anything here any more." in said.text


def test_a_password_chosen_by_a_letter_is_said_to_be_saved_by_the_page_alone(carla):
    Client().post(reverse("account_reset_password"), {"email": carla.email})
    link = re.search(r"https?://[^/]+(/\S+/password/reset/key/\S+)", Message.objects.get(to=carla.email).values["text"]).group(1)
    browser = Client()
    form = browser.get(link)["Location"]
    done = browser.post(form, {"password1": "three good words", "password2": "three good words"}, follow=True)
    assert "Your password is saved" in done.text and 'class="usa-alert' not in done.text


def test_a_password_of_12_letters_is_enough_and_one_of_11_is_not(carla):
    page, chosen = reverse("account_change_password"), "bright red o"
    for word, status in [(chosen[:11], 200), (chosen, 302)]:
        assert confirmed_again(carla).post(page, {"oldpassword": PHRASE, "password1": word, "password2": word}).status_code == status


def test_a_sixth_wrong_code_says_how_long_to_wait(carla):
    browser = behind_the_password(carla)
    for _turn in range(6):
        page = browser.post(reverse("mfa_authenticate"), {"code": "x"})
    assert "Wait five minutes, then try again." in page.text


# --- Behind the password -----------------------------------------------------------------------------------------------------


def behind_the_password(user):
    browser = Client()
    sign_in(browser, user)
    return browser


@pytest.mark.parametrize("shown", BAD_KEYS)
def test_what_is_no_passkey_is_refused_in_the_portals_words(carla, shown):
    page = behind_the_password(carla).post(reverse("mfa_authenticate"), {"credential": shown})
    assert page.status_code == 200 and "or your browser did not show one. Try again, or type a code instead." in page.text
    page = confirmed_again(carla).post(reverse("mfa_add_webauthn"), {"name": "blue key", "credential": shown})
    assert page.status_code == 200 and "Your browser made no passkey." in page.text


def test_without_javascript_a_code_is_left(carla):
    assert "<noscript><p>Passkeys and security keys need JavaScript" in behind_the_password(carla).get(reverse("mfa_authenticate")).text


def test_a_code_typed_too_late_says_why_one_signs_in_again(carla, settings):
    settings.ACCOUNT_LOGIN_TIMEOUT = -1
    page = behind_the_password(carla).post(reverse("mfa_authenticate"), {"code": code()}, follow=True)
    assert page.redirect_chain == [(reverse("account_login"), 302)] and "Too much time has passed" in page.text


def test_the_password_does_not_stand_in_for_a_factor_that_this_session_has_not_shown(carla):
    browser = signed_in(carla, factor=False)
    page = browser.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate")) and "Use your password" not in page.text
    assert browser.get(reverse("account_reauthenticate"))["Location"] == reverse("mfa_reauthenticate")
    assert "Use your password" in confirmed_again(carla).get(reverse("mfa_reauthenticate")).text


# --- Too often ----------------------------------------------------------------------------------------------------------------


def test_who_tries_too_often_reads_what_to_do_on_a_page_of_the_portal(carla):
    for _turn in range(6):
        page = Client().post(reverse("account_reset_password"), {"email": carla.email})
    assert page.status_code == 429 and "usa-skipnav" in page.text
    assert "Too many tries in a short time" in page.text and "Wait one minute, then try again." in page.text
    assert page["Retry-After"] == "60"


def test_after_five_wrong_codes_a_passkey_is_not_looked_at_either(carla):
    browser = behind_the_password(carla)
    for _turn in range(5):
        browser.post(reverse("mfa_authenticate"), {"code": "x"})
    page = browser.post(reverse("mfa_authenticate"), {"credential": unknown_key()})
    assert "Wait five minutes, then try again." in page.text and "Try again, or type a code instead." not in page.text


def unknown_key():
    """Return what a browser answers with a passkey that nobody has registered (W3C Web Authentication, 5.2.2)."""
    told = {"type": "webauthn.get", "challenge": "AA", "origin": "http://testserver"}
    parts = {"clientDataJSON": json.dumps(told).encode(), "authenticatorData": bytes(37), "signature": b"none"}
    response = {name: urlsafe_b64encode(part).decode().rstrip("=") for name, part in parts.items()}
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


# --- Passwords and letters ----------------------------------------------------------------------------------------------------


def test_a_resident_gets_no_letter_about_a_password_and_sees_the_same_page(carla, office):
    makers.person("Vera", "vera@example.org", office=office, email_confirmed_at=timezone.now())
    accounts.make(address="vera@example.org", now=timezone.now())
    pages = [Client().post(reverse("account_reset_password"), {"email": address}, follow=True) for address in ("vera@example.org", carla.email)]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert list(Message.objects.values_list("to", flat=True)) == [carla.email]


@pytest.mark.parametrize(
    ("language", "sent", "says", "proved"),
    [
        ("", "A letter is on its way to carla@example.org.", "Is this your address?", "We know now that carla@example.org is your address."),
        ("/es", "Un correo va en camino a carla@example.org.", "¿Es esta su dirección?", "Ahora sabemos que carla@example.org es su dirección."),
    ],
)
def test_an_address_that_is_not_proved_gets_a_letter_in_the_portals_words(carla, language, sent, says, proved):
    EmailAddress.objects.update(verified=False)
    browser = Client()
    assert sent in browser.post(f"{language}/accounts/login/", {"login": carla.email, "password": PHRASE}, follow=True).text
    letter = Message.objects.get(to=carla.email).values
    assert letter["subject"] == says
    link = re.search(r"https?://[^/]+(/\S*accounts/confirm-email/\S+)", letter["text"]).group(1)
    assert says in browser.get(link).text
    assert proved in browser.post(link, follow=True).text
    assert EmailAddress.objects.get().verified
