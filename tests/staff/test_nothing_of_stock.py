"""Every address of signing in, as everybody, with what does not fit: nothing of allauth's own pages and words shows, and nothing is a fault of ours."""

import gettext
import html
import re
from pathlib import Path

import allauth
import django
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone, translation
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from languages.models import Language
from people import accounts
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from tests.staff.test_second_factor import confirmed_again, sign_in
from tests.staff.test_sign_in_pages import BAD_KEYS, PHRASE

STOCK = Path(allauth.__file__).parent
OURS = Path(settings.BASE_DIR) / "templates"
NEVER_SHOWN = {
    "account/email.html", "account/email_change.html", "account/snippets/warn_no_email.html", "account/verified_email_required.html",  # an office says which
    "account/email/email_changed", "account/email/email_confirm", "account/email/email_deleted", "account/messages/cannot_delete_primary_email.txt",
    "account/messages/email_deleted.txt", "account/messages/primary_email_set.txt", "account/messages/unverified_primary_email.txt",
    "account/password_set.html", "account/messages/password_set.txt", "account/email/password_set",  # the first password comes by a letter
    "account/signup.html", "account/signup_by_passkey.html", "account/signup_closed.html", "account/email/account_already_exists",  # by invitation only
    "account/email/unknown_account", "account/snippets/already_logged_in.html", "mfa/webauthn/signup_form.html",
    "account/base_confirm_code.html", "account/confirm_email_verification_code.html", "account/confirm_login_code.html", "account/request_login_code.html",
    "account/confirm_password_reset_code.html", "account/confirm_phone_verification_code.html", "account/phone_change.html", "mfa/trust.html",
    "account/email/login_code", "account/email/password_reset_code", "account/messages/login_code_sent.txt",  # staff type a password, and no code by letter
    "account/messages/phone_verification_sent.txt", "account/messages/phone_verified.txt",
    "account/email/base_notification", "account/email/password_changed", "account/email/password_reset", "mfa/email/recovery_codes_generated",  # not sent
    "mfa/email/totp_activated", "mfa/email/totp_deactivated", "mfa/email/webauthn_added", "mfa/email/webauthn_removed",
}  # fmt: skip
HEAD_TITLE = re.compile(r"{% block head_title %}.*?{% endblock", re.DOTALL)  # every page has its own
SAYS_SOMETHING = re.compile(r"{%\s*(trans|blocktrans)")
SHOWN = re.compile(r">([^<>]+)<|(?:placeholder|title|alt|aria-label)=\"([^\"]+)\"")
BAD_CODES = ["", " ", "x", "000 000", "1" * 5000, "1\x002", "٣", "<b>"]
TYPED = {  # what is typed in the forms, each field once with everything that does not fit
    "account_login": [{"login": login, "password": word} for login in ("", "x", "nobody@example.org", "a" * 400 + "@example.org", "a\x00@example.org") for word in ("", "x\x00")],
    "account_reauthenticate": [{"password": word} for word in ("", "wrong", "x\x00", "x" * 5000)],
    "account_reset_password": [{"email": address} for address in ("", "x", "x@localhost", "a" * 400 + "@example.org", "a\x00@example.org")],
    "account_change_password": [
        {"oldpassword": "", "password1": "", "password2": ""}, {"oldpassword": "wrong", "password1": "a\x00", "password2": "x"},
        {"oldpassword": PHRASE, "password1": "three good words", "password2": "three other words"},
    ],
    "mfa_activate_totp": [{"code": typed} for typed in BAD_CODES],
    "mfa_reauthenticate": [{"code": typed} for typed in BAD_CODES],
    "mfa_add_webauthn": [{"name": "Key", "credential": shown} for shown in BAD_KEYS] + [{"name": "", "credential": "{}"}],
    "mfa_reauthenticate_webauthn": [{"credential": shown} for shown in BAD_KEYS],
    "mfa_edit_webauthn": [{"name": name} for name in ("", "\x00", "x" * 200)],
    "account_reset_password_from_key": [{"password1": "x", "password2": "y"}],
}  # fmt: skip


@pytest.fixture
def people(carla, office):
    """Everybody who may come by, each as a function that opens a fresh browser; the portal speaks Arabic too."""
    Language.objects.create(code="ar", name="Arabic", own_name="العربية", direction="rtl", offered=True)
    newcomer = make_staff("nell@example.org", office, "coordinator", factor=False)
    makers.person("Vera", "vera@example.org", office=office, email_confirmed_at=timezone.now())
    resident = accounts.make(address="vera@example.org", now=timezone.now())
    RecoveryCodes.activate(carla)
    Authenticator.objects.create(user=carla, type=Authenticator.Type.WEBAUTHN, data={"name": "blue key", "credential": registered_key()})
    return {
        "a stranger": Client, "a resident with an account": lambda: signed_in(resident, factor=False), "a colleague": lambda: confirmed_again(carla),
        "a colleague who has not shown the factor": lambda: signed_in(carla, factor=False), "a colleague without a factor": lambda: confirmed_again(newcomer),
    }  # fmt: skip


def registered_key():
    """Return what a browser has answered when it made a passkey (W3C Web Authentication, 5.2.1)."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AuthenticatorData.create(bytes(32), 0x41, 0, AttestedCredentialData.create(bytes(16), b"blue", public))
    parts = {
        "clientDataJSON": b'{"type": "webauthn.create", "challenge": "AA", "origin": "http://testserver"}',
        "attestationObject": AttestationObject.create("none", made, {}),
    }
    response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
    return {"id": websafe_encode(b"blue"), "rawId": websafe_encode(b"blue"), "type": "public-key", "response": response}


def doors():
    """Return {name: address} of everything that allauth answers, or that stands in its place."""
    key = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True).first() or 7
    filled = {"account_confirm_email": ["x:y:z"], "account_reset_password_from_key": ["1", "set-password"]}
    filled |= dict.fromkeys(["mfa_remove_webauthn", "mfa_edit_webauthn"], [key])
    with translation.override("en"):
        return {name: reverse(name, args=filled.get(name, [])) for name in _names(get_resolver().url_patterns)}


def _names(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern.url_patterns)
        elif pattern.callback.__module__.startswith("allauth."):
            yield pattern.name


def words_of(folder, code="es"):
    with open(folder / "locale" / code / "LC_MESSAGES" / "django.mo", "rb") as file:
        return {source: said for source, said in gettext.GNUTranslations(file)._catalog.items() if isinstance(source, str) and source and said}


def stock_words():
    """What allauth and Django's forms say in English and Spanish, and the portal does not say itself."""
    ours, stock = words_of(Path(settings.BASE_DIR) / "civic"), words_of(STOCK) | words_of(Path(django.__file__).parent / "conf")
    foreign = {source: said for source, said in stock.items() if source not in ours}
    return (foreign.keys() | set(foreign.values())) - (ours.keys() | set(ours.values()))


def is_stock(template):
    """Tell whether a template is allauth's and says something; its bare frames are filled by the portal."""
    path = Path(template.origin.name) if template.origin else None
    return bool(path) and path.is_relative_to(STOCK) and says_something(path)


def says_something(path):
    return SAYS_SOMETHING.search(HEAD_TITLE.sub("", path.read_text())) is not None


def faults(answer, stock):
    """Return what is wrong with an answer: a fault, a page that is not the portal's, stock templates, stock words."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content and "usa-skipnav" not in answer.text:
        found.append("a bare page")
    found += [f"stock template {template.name}" for template in answer.templates or [] if is_stock(template)]
    if answer.status_code == 200 and not answer.streaming:
        shown = {html.unescape(text or other).partition(" · ")[0].strip() for text, other in SHOWN.findall(answer.text)}
        found += [f"stock words “{text}”" for text in sorted(shown & stock)]
    return found


def test_the_test_walks_everything_that_allauth_answers(people):
    assert len(doors()) >= 25 and TYPED.keys() <= doors().keys()
    forms = {name for name in TYPED if any(ask(browser, doors()[name]).status_code == 200 for browser in people.values())}
    assert forms == TYPED.keys()


def answers(browser, name, address, language):
    """Yield what was typed and the answer: opened, sent empty and, where there is a form, sent with all that does not fit; what that leads to as well."""
    opened = ask(browser, language + address)
    yield None, opened
    typed = TYPED.get(name, []) if opened.status_code == 200 and not language else []  # a word that is stock is so in every language
    for words in [{}, *typed]:
        yield words, ask(browser, language + address, words)


def ask(browser, address, typed=None):
    """Return the answer to a fresh browser, or what it leads to within the pages of signing in; nothing stays of it."""
    with transaction.atomic():
        client = browser()
        client.raise_request_exception = False
        answer = client.get(address)
        if typed is not None:
            answer = client.post(address, typed)
        after = client.get(answer["Location"]) if answer.status_code == 302 and "/accounts/" in answer["Location"] else answer
        after.templates = [*(answer.templates or []), *(after.templates or [])]  # with the message that the first one wrote
        transaction.set_rollback(True)
    return after


@pytest.mark.parametrize("language", ["", "/es", "/ar"])
def test_no_address_of_signing_in_shows_a_page_a_message_or_a_word_of_stock(people, language):
    stock, wrong = stock_words(), {}
    for who, browser in people.items():
        for name, address in doors().items():
            for typed, answer in answers(browser, name, address, language):
                wrong |= {(who, name, str(typed)[:60]): found for found in [faults(answer, stock)] if found}
    assert wrong == {}


def test_all_that_allauth_says_is_said_by_the_portal_or_never_shown():
    """What a new version of allauth brings along is looked at here first."""
    stock = {path.relative_to(STOCK / "templates") for app in ("account", "mfa") for path in (STOCK / "templates" / app).rglob("*") if path.is_file()}
    said = {str(path) for path in stock if says_something(STOCK / "templates" / path) and not (OURS / path).exists()}
    assert {re.sub(r"_(subject|message)\.txt$|(?<=base_notification)\.txt$", "", name) if "/email/" in name else name for name in said} == NEVER_SHOWN


def test_what_is_stock_would_be_found(carla, settings):
    """Negative control: a template of allauth that the portal has no own one for, and allauth's forms."""
    names = {"account/email.html": True, "account/login.html": False, "account/base_entrance.html": False}
    assert {name: is_stock(get_template(name).template) for name in names} == names
    settings.ACCOUNT_FORMS = {}
    assert faults(Client().get(reverse("account_login")), stock_words()) == ["stock words “Email address”", "stock words “Remember Me”"]


@pytest.mark.parametrize("typed", [{"code": typed} for typed in BAD_CODES] + [{"credential": shown} for shown in BAD_KEYS])
def test_behind_the_password_neither(carla, typed):
    browser = Client(raise_request_exception=False)
    sign_in(browser, carla)
    page = browser.post(reverse("mfa_authenticate"), typed)
    assert (page.status_code, faults(page, stock_words())) == (200, []) and 'class="error-summary"' in page.text
