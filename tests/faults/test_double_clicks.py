"""Every button may be pressed twice on a slow line: the second answer is as good as the first, and nothing is done twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import proof
from mailing.models import AccessLink, Message
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=10))


def press_twice(browser, path, fields):
    """Send a form, and again with the cookies of before: the first answer has not come back yet. Return the second page that shows."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    first = browser.post(path, fields)
    browser.cookies.clear()
    for name, value in cookies.items():
        browser.cookies[name] = value
    second = browser.post(path, fields)
    assert (first.status_code, second.status_code) == (302, 302)
    return browser.get(second["Location"])


def letters():
    return sorted(Message.objects.values_list("kind", flat=True))


def test_the_code(role):
    vera = Visitor()
    vera.sign_up(role)
    fields = {**vera.hidden(vera.get("/confirm/")), "code": code_for("vera@example.org")}
    page = press_twice(vera, "/confirm/", fields)
    assert page.status_code == 200 and "You are signed up" in page.content.decode()
    assert (SignUp.objects.get().state, letters()) == (State.CONFIRMED, ["confirm_code", "signed_up"])


def test_the_key_of_before_has_no_rights_and_ends(role):
    vera = Visitor()
    vera.sign_up(role)
    before = vera.cookies["portal"].value
    vera.type_code(code_for("vera@example.org"))
    sam = Visitor()
    sam.cookies["portal"] = before
    assert sam.get(f"/volunteer/sign-ups/{SignUp.objects.get().pk}/").status_code == 404
    assert vera.cookies["portal"].value != before
    vera.session.model.objects.filter(session_key=before).update(expire_date=timezone.now())
    assert "Sort food" not in sam.get("/confirm/").content.decode()


def test_the_button_behind_the_link(role):
    Visitor().sign_up(role)
    phone = Visitor()
    phone.get(f"/confirm/{proof.token(AccessLink.objects.get())}/")
    fields = {**phone.hidden(phone.get("/confirm/press/")), "ref": SignUp.objects.get().ref}
    page = press_twice(phone, "/confirm/press/", fields)
    assert page.status_code == 200 and "Sort food" in page.content.decode()
    assert (SignUp.objects.get().state, letters()) == (State.CONFIRMED, ["confirm_code", "signed_up"])


@pytest.mark.parametrize(
    ("path", "state", "ends", "fields"),
    [
        ("cancel/", State.CONFIRMED, State.CANCELLED, {}), ("coming/", State.CONFIRMED, State.CONFIRMED, {}), ("change/", State.CONFIRMED, State.CONFIRMED, {"party_size": "2"}),
        ("offer/accept/", State.OFFERED, State.CONFIRMED, {}), ("offer/decline/", State.OFFERED, State.DECLINED, {}),
    ],
)  # fmt: skip
def test_the_buttons_of_ones_own_page(role, path, state, ends, fields):
    one = makers.sign_up(role, state=state, until=timezone.now() + timedelta(hours=1) if state == State.OFFERED else None)
    vera = Visitor()
    vera.get(f"/my/link/{proof.token(proof.manage_links({one.ref: one.person})[one.ref])}/")
    address = f"/volunteer/sign-ups/{one.pk}/"
    page = press_twice(vera, address + path, {**vera.hidden(vera.get(address)), **fields})
    assert page.status_code == 200 and "usa-alert--error" not in page.content.decode()
    assert SignUp.objects.get().state == ends and len(letters()) == len(set(letters()))
    role.refresh_from_db()
    assert role.taken == (SignUp.objects.get().party_size if ends == State.CONFIRMED else 0)


def test_forget_me_here_and_forget_me(role):
    vera = Visitor()
    vera.sign_up(role)
    vera.type_code(code_for("vera@example.org"))
    fields = {**vera.hidden(vera.get("/my/forget/")), "person": SignUp.objects.get().person_id}
    page = press_twice(vera, "/my/forget/now/", fields)
    assert page.request["PATH_INFO"] == "/my/forgotten/" and "Forgotten for good" in page.content.decode()
    assert press_twice(vera, "/forget-here/", vera.hidden(vera.get("/my/"))).status_code == 200


def test_a_browser_that_was_idle_too_long_is_not_told_that_anybody_is_forgotten(role):
    vera = Visitor()
    vera.sign_up(role)
    vera.type_code(code_for("vera@example.org"))
    fields = {**vera.hidden(vera.get("/my/forget/")), "person": SignUp.objects.get().person_id}
    del vera.cookies["portal"]
    assert vera.post("/my/forget/now/", fields)["Location"] == "/my/"
    assert SignUp.objects.get().person.name == "Vera"
