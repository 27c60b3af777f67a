"""Signing in with a real browser and a real passkey: every page fits a phone, has no axe finding, leads the eye to what is wrong and helps to fill in."""

import pytest
from allauth.mfa.models import Authenticator

from tests.browsing import at_widths, shows
from tests.journeys.test_account import device
from tests.staff.conftest import make_staff
from tests.staff.test_second_factor import code

PHRASE = "a long enough phrase"


@pytest.fixture
def nell(office):
    return make_staff("nell@example.org", office, "coordinator", factor=False)


@pytest.fixture
def look(axe):
    """`look(page)` fails where axe finds something or a part of the page stands outside of a phone."""

    def closely(page):
        for width in at_widths(page):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    return closely


def fill(page, **values):
    for name, value in values.items():
        page.locator(f"input[name={name}]").first.fill(value)


def sign_in(page, live, address):
    page.goto(live + "/accounts/login/")
    fill(page, login=address, password=PHRASE)
    page.get_by_role("button", name="Sign in").click()


def test_the_key_for_the_app_is_seen_whole_on_a_phone(live, new_page, look, nell):
    page = new_page(width=320)
    sign_in(page, live, nell.email)
    page.goto(live + "/admin/")
    key = page.get_by_label("Key for the app")
    assert key.evaluate("one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight") and len(key.input_value()) == 32
    look(page)


def test_a_browser_that_shows_no_key_says_that_it_did_not_work(live, page, look, carla):
    sign_in(page, live, carla.email)
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    page.get_by_role("button", name="Use a passkey or security key").click()
    assert shows(page.get_by_text("That did not work: your browser did not ask"))
    assert page.evaluate("document.activeElement.id") == "no-key"
    look(page)


def test_a_passkey_is_added_used_and_asked_for_again(live, page, look, carla):
    device(page)
    sign_in(page, live, carla.email)
    look(page)
    fill(page, code=code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    page.goto(live + "/accounts/2fa/webauthn/add/")
    look(page)
    fill(page, password=PHRASE)
    page.get_by_role("button", name="Go on").click()
    look(page)
    page.get_by_role("button", name="Add one").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert shows(page.get_by_text("The passkey or security key is added."))
    key = Authenticator.objects.get(type="webauthn")
    for path in ("webauthn/", f"webauthn/keys/{key.pk}/edit/", f"webauthn/keys/{key.pk}/remove/", ""):
        page.goto(f"{live}/accounts/2fa/{path}")
        look(page)
    page.context.clear_cookies()
    sign_in(page, live, carla.email)
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/admin/")
    page.goto(live + "/accounts/2fa/webauthn/reauthenticate/")
    assert shows(page.get_by_text("Please show your passkey or security key"))
    look(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/admin/")
