"""A resident stays signed in on her own phone: with a code, then with a passkey of the device, until she signs out or removes it all."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import User
from tests import makers
from tests.browsing import shows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vera(town, shift):
    person = makers.person("Vera", "vera@example.org", email_confirmed_at=timezone.now())
    makers.sign_up(shift, who=person)
    return person


def device(page):
    """Give the browser a device that keeps passkeys and has its owner's finger on it (Chrome DevTools Protocol, WebAuthn)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def type_code_for_my(phone):
    phone.open("/my/").fill(email="vera@example.org").press("Send me a code")
    phone.type_code(phone.code())


def test_a_resident_stays_signed_in_adds_a_passkey_and_comes_back_with_it(vera, walk):
    phone = walk(width=320)
    device(phone.page)
    type_code_for_my(phone)
    phone.follow("How it works").press("Stay signed in on this device")
    assert "You stay signed in on this device." in phone.text and "vera@example.org" in phone.text
    phone.press("Add a passkey")
    assert shows(phone.page.locator(".usa-error-message").first)
    phone.fill(name="My phone")
    phone.page.get_by_role("button", name="Add a passkey").click()
    phone.page.get_by_text("The passkey is added.").wait_for()
    phone.look()
    assert "My phone" in phone.text
    phone.press("Sign out")
    phone.open("/my/")
    phone.page.get_by_role("button", name="Sign in with a passkey").click()
    phone.page.get_by_text("Sort food at the pantry").first.wait_for()
    phone.look()
    assert "You are signed in as vera@example.org" in phone.text
    phone.follow(re.compile("Passkeys, sign out"))
    assert "Last used on" in phone.text
    phone.follow("Remove the account").press("Yes, remove the account")
    assert phone.heading == "The account is removed"
    assert User.objects.count() == 0
    phone.open("/my/")
    phone.page.get_by_role("button", name="Sign in with a passkey").click()
    phone.page.get_by_text("we do not know this passkey").wait_for()
    phone.look()


def test_without_javascript_a_code_does_the_same(vera, walk):
    phone = walk(width=320, javascript=False)
    type_code_for_my(phone)
    phone.follow("How it works").press("Stay signed in on this device")
    phone.fill(name="My phone").press("Add a passkey")
    assert "Your browser made no passkey." in phone.text
    phone.press("Sign out").open("/my/").press("Sign in with a passkey")
    assert "You can ask for a code instead." in phone.text


def test_by_keyboard_alone(vera, walk):
    laptop = walk(width=1280)
    type_code_for_my(laptop)
    laptop.open("/my/account/")
    button = laptop.page.get_by_role("button", name="Stay signed in on this device")
    for _turn in range(60):
        laptop.page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    laptop.page.keyboard.press("Enter")
    laptop.page.get_by_text("You stay signed in on this device.").wait_for()
    assert User.objects.get().joined_at > timezone.now() - timedelta(minutes=10)
