"""A resident's optional account: it opens what a proof of its address opens, no more; staff never come in this way."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from civic.tasks import forget_people
from mailing.models import Message
from people import accounts, merging
from people.forgetting import forget
from people.models import Person, User
from tests import makers
from tests.reading import named
from tests.staff.conftest import signed_in
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vera(db):
    makers.city()
    return makers.person(email_confirmed_at=timezone.now())


def proved(address="vera@example.org"):
    """A browser that has asked for a code on `/my/` and typed it."""
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email=address)
    browser.type_code(code_for(address))
    return browser


def test_the_step_after_the_code_leads_to_ones_own_page_and_signs_up_for_nothing(vera):
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email="vera@example.org")
    steps = browser.get("/confirm/").text.partition('<ol class="steps"')[2].partition("</ol>")[0]
    assert "My sign-ups" in steps and "You are signed up" not in steps


def stay(browser, address="vera@example.org"):
    return browser.press("/my/account/sign-in/", from_page="/my/account/", address=address)


def with_account(address="vera@example.org"):
    browser = proved(address)
    stay(browser, address)
    return browser


def key_of(user, name="Nia’s slab"):
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}})


def forget_cookie_of_proof(browser):
    """As if the proof had been given long ago: what is left is the account's own sign-in."""
    session = browser.session
    session["proved"], session["proved_at"] = [], (timezone.now() - timedelta(hours=2)).isoformat()
    session.save()


# --- Staying signed in ---------------------------------------------------------------------------------------------------------


def test_who_has_typed_a_code_stays_signed_in_on_their_own_device(vera):
    browser = proved()
    assert stay(browser)["Location"] == "/my/account/"
    user = User.objects.get()
    assert (user.email, user.is_staff, user.has_usable_password()) == ("vera@example.org", False, False)
    forget_cookie_of_proof(browser)
    assert "Vera" in browser.get("/my/").text
    assert browser.session["own"] and browser.session.get_expiry_age() > 60 * 60 * 24 * 80


def test_pressing_twice_and_coming_back_another_day_is_one_account(vera):
    browser = with_account()
    stay(browser)
    stay(proved())
    assert User.objects.count() == 1


def test_a_double_click_signs_in_twice_and_out_never(vera):
    browser = proved()
    fields, before = {**browser.hidden(browser.get("/my/account/")), "address": "vera@example.org"}, browser.cookies.output()
    kept = {name: browser.cookies[name].value for name in ("portal", "csrftoken")}
    answers = []
    for _press in range(2):
        for name, value in kept.items():
            browser.cookies[name] = value
        answers.append(browser.post("/my/account/sign-in/", fields)["Location"])
    assert answers == ["/my/account/", "/my/account/"] and browser.cookies.output() != before
    assert "You are signed in on this device" in browser.get("/my/account/").text


def test_without_an_account_nothing_changes_after_20_idle_minutes(vera, monkeypatch):
    """Negative control: what keeps the browser signed in is the press of the button."""
    browsers = [proved(), with_account()]
    later = timezone.now() + timedelta(minutes=21)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert ["Send me a code" in browser.get("/my/").text for browser in browsers] == [True, False]


def test_an_address_that_is_not_proved_here_gets_no_account(vera):
    makers.person("Dan", "dan@example.org")
    browser = proved()
    assert stay(browser, "dan@example.org")["Location"] == "/my/"
    assert Visitor().get("/my/account/")["Location"] == "/my/"
    assert User.objects.count() == 0


def test_an_account_shows_everybody_behind_its_address_and_nobody_else(vera):
    makers.person("Vito", "vera@example.org")
    makers.person("Dan", "dan@example.org")
    browser = with_account()
    forget_cookie_of_proof(browser)
    page = browser.get("/my/").text
    assert "Vera" in page and "Vito" in page and not named("Dan", page) and "dan@" not in page


def test_an_address_that_nobody_has_given_us_gets_no_account(vera):
    browser = proved("sam@example.org")
    assert stay(browser, "sam@example.org").status_code == 422
    assert User.objects.count() == 0


def test_signing_out_is_forgetting_in_this_browser_only(vera):
    here, elsewhere = with_account(), with_account()
    here.press("/forget-here/", from_page="/my/account/")
    assert "Send me a code" in here.get("/my/").text
    assert "Send me a code" not in elsewhere.get("/my/").text


# --- Staff ---------------------------------------------------------------------------------------------------------------------


def test_a_colleague_does_not_sign_in_with_a_mailed_code(vera):
    makers.staff("vera@example.org")
    browser = proved()
    refused = stay(browser)
    assert refused.status_code == 422 and "password and a second factor" in refused.text
    assert SESSION_KEY not in browser.session


def test_a_colleagues_sign_in_proves_no_residents_address(vera):
    carla = makers.staff("vera@example.org")
    assert "Send me a code" in signed_in(carla).get("/my/").text


def test_a_resident_opens_no_page_of_staff_and_no_page_of_allauth(vera):
    browser = with_account()
    assert browser.get("/admin/").status_code in {302, 403}
    for page in ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/password/change/", "/accounts/2fa/webauthn/add/", "/accounts/login/"):
        assert browser.get(page)["Location"] == "/my/account/", page


def test_a_resident_who_becomes_a_colleague_brings_no_passkey(vera):
    with_account()
    user = User.objects.get()
    key_of(user)
    accounts.become_staff(user)
    assert not Authenticator.objects.exists()


# --- Passkeys --------------------------------------------------------------------------------------------------------------------


def test_a_passkey_is_added_only_by_who_has_just_typed_a_code(vera):
    browser = with_account()
    assert "Add a passkey" in browser.get("/my/account/").text
    forget_cookie_of_proof(browser)
    assert "Add a passkey</button>" not in browser.get("/my/account/").text
    token = browser.hidden(browser.get("/my/account/"))
    assert browser.post("/my/account/passkey/", {**token, "name": "phone", "credential": "{}"}).status_code == 422
    assert browser.press("/my/account/code/", from_page="/my/account/")["Location"] == "/confirm/"
    browser.type_code(code_for("vera@example.org"))
    assert "Add a passkey" in browser.get("/my/account/").text


@pytest.mark.parametrize("credential", ["", "{}", "x", '{"id": 1}', "[]", '{"response": {"userHandle": "MQ"}}', "\x00"])
def test_what_is_no_passkey_is_refused_politely(vera, credential):
    browser = with_account()
    token = browser.hidden(browser.get("/my/account/"))
    assert browser.post("/my/account/passkey/", {**token, "name": "phone", "credential": credential}).status_code == 422
    stranger = Visitor()
    token = stranger.hidden(stranger.get("/my/"))
    assert stranger.post("/my/passkey/", {**token, "credential": credential})["Location"] == "/my/"
    assert Authenticator.objects.count() == 0 and SESSION_KEY not in stranger.session


def test_nobody_takes_anybody_elses_passkey_away(vera):
    makers.person("Dan", "dan@example.org")
    browser, other = with_account(), with_account("dan@example.org")
    key = key_of(User.objects.get(email="dan@example.org"))
    token = browser.hidden(browser.get("/my/account/"))
    assert browser.post(f"/my/account/passkey/{key.pk}/remove/", token).status_code == 404
    assert "Nia’s slab" in other.get("/my/account/").text and "Nia’s slab" not in browser.get("/my/account/").text
    token = other.hidden(other.get("/my/account/"))
    other.post(f"/my/account/passkey/{key.pk}/remove/", token)
    assert not Authenticator.objects.exists()


def test_five_passkeys_are_enough(vera):
    with_account()
    user = User.objects.get()
    for number in range(accounts.MOST_PASSKEYS):
        key_of(user, f"key {number}")
    with pytest.raises(Exception, match="five passkeys"):
        accounts.add_passkey(user=user, name="one more", credential={})


def test_asking_for_a_passkey_names_nobody(vera):
    with_account()
    stranger = Visitor()
    token = stranger.hidden(stranger.get("/my/"))
    options = stranger.post("/my/passkey/", token, HTTP_ACCEPT="application/json").json()["options"]["publicKey"]
    assert options.get("allowCredentials", []) == [] and options["userVerification"] == "required"


def test_a_get_makes_nothing(vera):
    browser = with_account()
    for page in ("/my/passkey/", "/my/account/passkey/"):
        assert browser.get(page, HTTP_ACCEPT="application/json").status_code == 302
    assert "mfa.webauthn.state" not in browser.session


# --- Known or unknown, and no flood ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["account", "known", "unknown"])
def test_asking_for_a_code_looks_the_same_with_and_without_an_account(vera, kind):
    address = {"account": "vera@example.org", "known": "dan@example.org", "unknown": "sam@example.org"}[kind]
    makers.person("Dan", "dan@example.org")
    accounts.make(address="vera@example.org", now=timezone.now())
    answer = Visitor().press("/my/", from_page="/my/", email=address)
    assert (answer.status_code, answer["Location"]) == (302, "/confirm/")
    assert Message.objects.filter(to=address, kind="confirm_code").count() == 1


def test_the_account_page_sends_no_second_code_within_the_cooldown(vera):
    browser = with_account()
    for _turn in range(5):
        browser.press("/my/account/code/", from_page="/my/account/")
    assert Message.objects.filter(to="vera@example.org").count() == 1


# --- The end ------------------------------------------------------------------------------------------------------------------------


def test_removing_the_account_signs_out_everywhere_and_keeps_the_person(vera):
    browser, elsewhere = with_account(), with_account()
    key_of(User.objects.get())
    forget_cookie_of_proof(elsewhere)
    assert "Remove the account?" in browser.get("/my/account/remove/").text
    assert "removed" in browser.press("/my/account/remove/", from_page="/my/account/remove/").text
    assert (User.objects.count(), Authenticator.objects.count(), Person.objects.known().count()) == (0, 0, 1)
    assert ["Send me a code" in one.get("/my/").text for one in (browser, elsewhere)] == [True, True]


def test_whoever_is_forgotten_takes_the_account_along_unless_somebody_shares_the_address(vera):
    vito = makers.person("Vito", "vera@example.org")
    with_account()
    forget(person=vera, now=timezone.now())
    assert User.objects.count() == 1
    forget(person=vito, now=timezone.now())
    assert User.objects.count() == 0


def test_an_account_whose_address_is_nobodys_any_more_goes_by_itself(vera):
    other = makers.person("Vera L", "v@example.org", email_confirmed_at=timezone.now())
    with_account()
    merging.merge(kept=other, gone=vera, by=None, now=timezone.now())
    forget_people()
    assert User.objects.count() == 1  # it may just be being made
    User.objects.update(joined_at=timezone.now() - timedelta(hours=2))
    forget_people()
    assert User.objects.count() == 0


def test_staff_accounts_stay_whoever_is_behind_their_address(db):
    makers.staff(joined_at=timezone.now() - timedelta(days=400))
    assert accounts.remove_unused(now=timezone.now()) == 0
