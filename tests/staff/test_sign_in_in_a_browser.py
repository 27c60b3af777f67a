"""Signing in with a real browser and a real passkey: every page fits a phone, has no axe finding, leads the eye to what is wrong and helps to fill in."""

import pytest
from allauth.mfa.models import Authenticator

from languages.models import Language
from mailing.models import Message
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


def send(page, look):
    """Press the button of the form; what is wrong has the focus and is said to who hears the page."""
    page.locator("form.form button").first.click()
    page.wait_for_function("document.activeElement.id === 'errors'")  # a browser moves it there when it has drawn the page
    assert page.title().startswith("Please check:")
    look(page)


def helps(page):
    """Return what a browser may fill in by itself (WCAG 2.2, 1.3.5)."""
    fields = "main input:not([type=hidden], [type=checkbox], [readonly])"
    return page.evaluate("fields => [...document.querySelectorAll(fields)].map(one => [one.name, one.autocomplete])", fields)


def sign_in(page, live, address):
    page.goto(live + "/accounts/login/")
    fill(page, login=address, password=PHRASE)
    page.get_by_role("button", name="Sign in").click()


def test_a_new_colleague_sets_everything_up_on_a_phone(live, page, look, nell):
    page.goto(live + "/accounts/login/")
    look(page)
    assert helps(page) == [["login", "username"], ["password", "current-password"]]
    send(page, look)
    sign_in(page, live, nell.email)
    page.wait_for_url("**/2fa/totp/activate/")
    assert helps(page) == [["code", "one-time-code"]]
    send(page, look)
    fill(page, code=code(page.get_by_label("Key for the app").input_value()))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert shows(page.get_by_text("The app is set up."))
    look(page)
    page.goto(live + "/accounts/password/change/")
    look(page)
    assert helps(page) == [["oldpassword", "current-password"], ["password1", "new-password"], ["password2", "new-password"]]
    fill(page, oldpassword="wrong", password1="three good words", password2="three bad words")
    send(page, look)
    for path in ("2fa/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/", "2fa/reauthenticate/", "reauthenticate/", "inactive/", "logout/"):
        page.goto(f"{live}/accounts/{path}")
        look(page)


def test_the_letters_of_a_password_lead_to_pages_that_fit_a_phone(live, page, look, nell):
    page.goto(live + "/accounts/password/reset/")
    assert helps(page) == [["email", "username"]]
    look(page)
    send(page, look)
    fill(page, email=nell.email)
    page.get_by_role("button", name="Send me the link").click()
    look(page)
    link = Message.objects.get(to=nell.email).values["text"].partition(live.url)[2].split()[0]
    page.goto(live + link)
    assert helps(page) == [["password1", "new-password"], ["password2", "new-password"]]
    look(page)
    fill(page, password1="short", password2="shorter")
    send(page, look)
    fill(page, password1="three good words", password2="three good words")
    page.get_by_role("button", name="Save my password").click()
    assert page.get_by_text("password is saved").count() == 1
    look(page)
    page.goto(live + link)
    look(page)


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
    assert helps(page)[0] == ["code", "one-time-code"]
    send(page, look)
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


@pytest.mark.parametrize("language", ["es", "ar"])
def test_what_strangers_see_fits_a_phone_in_their_language(live, page, look, office, language):
    Language.objects.get_or_create(code="ar", defaults={"name": "Arabic", "own_name": "العربية", "direction": "rtl", "offered": True})
    for path in ("login/", "password/reset/", "password/reset/done/", "password/reset/key/1-x/", "password/reset/key/done/", "confirm-email/", "inactive/"):
        page.goto(f"{live}/{language}/accounts/{path}")
        assert page.locator("html").get_attribute("lang") == language
        look(page)
    page.goto(f"{live}/{language}/accounts/login/")
    page.locator("form.form button").first.click()
    look(page)
