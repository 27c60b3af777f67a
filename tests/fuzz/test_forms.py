"""Refused input is refused politely: no fault of ours, nothing half stored, the text kept, the error beside the field."""

from datetime import timedelta
from html import escape

import pytest
from django.utils import timezone

from intake.form_keys import new_key
from intake.text import is_visible
from mailing import proof
from mailing.models import AccessLink, Message
from people.models import Person
from tests import makers
from tests.fuzz.nasty import encoded, posts, values
from tests.volunteers.visitor import Visitor, code_for
from volunteers.forms.sign_ups import SignUpForm
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = [200, pytest.param(10_000, marks=pytest.mark.soak)]
FORM = "application/x-www-form-urlencoded"
POLITE = {200, 302, 422, 429}


@pytest.fixture
def role(db):
    makers.city()
    return makers.role(places=None, starts=timezone.now() + timedelta(days=10))


@pytest.fixture
def vera(role):
    """A browser that has proved its address, and holds one more thing."""
    browser = Visitor()
    browser.sign_up(role)
    browser.type_code(code_for("vera@example.org"))
    return browser


def rows():
    return SignUp.objects.count(), Person.objects.count(), Message.objects.count(), AccessLink.objects.count()


def storm(browser, path, fields, honest, *, count, on=None, fresh=dict):
    """Send so many spoiled forms and return what came of them, by status; a refused one must leave no row."""
    hidden, found, before = browser.hidden(browser.get(on or path)), {}, rows()
    for turn, pairs in enumerate(posts(fields, honest, count=count, seed=path)):
        pairs = [*((name, value) for name, value in {**hidden, **fresh()}.items() if name not in dict(pairs)), *pairs]
        answer = browser.post(path, encoded(pairs), content_type=FORM)
        assert answer.status_code in POLITE, (turn, answer.status_code, pairs)
        if answer.status_code == 422:
            assert rows() == before, pairs
            assert (
                "usa-error-message" in answer.content.decode() or "error-summary" in answer.content.decode() or "usa-alert--error" in answer.content.decode()
            ), pairs
        else:
            before = rows()
        found.setdefault(answer.status_code, []).append((pairs, answer))
    return found


@pytest.mark.parametrize("count", COUNT)
def test_the_sign_up_form_survives_anything(role, count):
    honest = {"name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "notes": "", "own_device": "", "waitlist": ""}
    found = storm(Visitor(), f"/volunteer/shifts/{role.pk}/sign-up/", list(honest) + ["key"], honest, count=count, fresh=lambda: {"key": new_key()})
    assert len(found[422]) > count / 5
    for pairs, answer in found[422]:
        assert_text_kept(dict(pairs), answer.content.decode())
    assert all(is_visible(name) for name in Person.objects.values_list("name", flat=True))
    assert set(Person.objects.values_list("pk", flat=True)) == set(SignUp.objects.values_list("person", flat=True))


def assert_text_kept(typed, html):
    """A name and a note that a page can show at all are still in the form."""
    for name in ("name", "notes"):
        text = typed.get(name, "")
        if text.isprintable() and text.strip():
            assert escape(text, quote=True) in html, (name, text)


@pytest.mark.parametrize("key", ["", "short", "k" * 100, "a\x00b" * 8, "another-browsers-key-000001"])
def test_a_spoiled_key_is_told_and_the_form_that_comes_back_works(role, key):
    Visitor().sign_up(role, name="Sam", email="sam@example.org", key="another-browsers-key-000001")
    vera = Visitor()
    answer = vera.sign_up(role, key=key)
    assert answer.status_code == 422 and "This form is too old. Please send it again." in answer.content.decode()
    again = {**vera.hidden(answer), "name": "Vera", "email": "vera@example.org", "party_size": "1", "language": "en"}
    assert vera.post(f"/volunteer/shifts/{role.pk}/sign-up/", again).status_code == 302


def test_without_the_check_of_the_field_a_long_name_would_reach_the_database(role, monkeypatch):
    monkeypatch.setattr(SignUpForm.base_fields["name"], "validators", [])
    with pytest.raises(Exception, match="too long"):
        Visitor().sign_up(role, name="a" * 5000)


@pytest.mark.parametrize("count", COUNT)
def test_the_code_form_survives_anything(role, count):
    vera = Visitor()
    vera.sign_up(role)
    found = storm(vera, "/confirm/", ["code"], {"code": "12"}, count=count)
    assert set(found) == {422}
    assert SignUp.objects.get().state == "held" and AccessLink.objects.get().wrong_tries <= 5


@pytest.mark.parametrize("count", COUNT)
def test_the_address_form_survives_anything(role, count):
    vera = Visitor()
    vera.sign_up(role)
    hidden = vera.hidden(vera.get("/confirm/"))
    for pairs in posts(["email", "link"], {"email": "no"}, count=count, seed="address"):
        pairs = [pair for pair in hidden.items() if pair[0] not in dict(pairs)] + pairs
        answer = vera.post("/confirm/address/", encoded(pairs), content_type=FORM)
        assert answer.status_code in {302, 404, 422, 429}, pairs
    assert SignUp.objects.count() == 1 and SignUp.objects.get().state == "held"


@pytest.mark.parametrize("count", COUNT)
def test_the_number_form_survives_anything(role, count):
    dan = Visitor()
    dan.sign_up(role, name="Dan", email="", phone="617-555-0144")
    found = storm(dan, "/confirm/number/", ["phone"], {"phone": "12"}, count=count, on="/confirm/", fresh=lambda: {"link": ""})
    assert len(found[422]) > count / 3
    assert SignUp.objects.count() == 1 and SignUp.objects.get().state == "held"


@pytest.mark.parametrize("count", COUNT)
def test_the_form_of_my_page_survives_anything(role, count):
    found = storm(Visitor(), "/my/", ["email"], {"email": "no"}, count=count)
    assert len(found[422]) > count / 3


@pytest.mark.parametrize("count", COUNT)
def test_a_change_of_number_survives_anything(role, vera, count):
    one = SignUp.objects.get()
    found = storm(vera, f"/volunteer/sign-ups/{one.pk}/change/", ["party_size"], {"party_size": "2"}, count=count, on=f"/volunteer/sign-ups/{one.pk}/")
    assert all("usa-error-message" in answer.content.decode() for _pairs, answer in found[422])
    assert found[422] and 1 <= SignUp.objects.get().party_size <= one.person.office.places_per_address


@pytest.mark.parametrize("count", COUNT)
def test_the_button_behind_the_link_survives_anything(role, count):
    Visitor().sign_up(role)
    phone = Visitor()
    phone.get(f"/confirm/{proof.token(AccessLink.objects.get())}/")
    hidden = phone.hidden(phone.get("/confirm/press/"))
    for pairs in posts(["ref"], {"ref": "volunteers.signup:0"}, count=count // 4, seed="press"):
        answer = phone.post("/confirm/press/", encoded([*hidden.items(), *pairs]), content_type=FORM)
        assert answer.status_code in POLITE, pairs
    assert SignUp.objects.get().state == "held"


@pytest.mark.parametrize("count", COUNT)
def test_forgetting_survives_anything(role, vera, count):
    found = storm(vera, "/my/forget/now/", ["person"], {"person": "0"}, count=count // 4, on="/my/forget/")
    assert set(found) == {422} and Person.objects.get().name == "Vera"


QUERIES = ["q", "neighborhood", "interest", "from", "to", "language", "remote", "open", "page", "zip", "near", "x"]


@pytest.mark.parametrize("count", COUNT)
def test_every_filter_of_the_list_survives_anything(role, count):
    stream, sam = values("list"), Visitor()
    for turn in range(count):
        query = encoded([(QUERIES[turn % len(QUERIES)], next(stream)), (QUERIES[(turn * 7) % len(QUERIES)], next(stream))])
        for path in ["/volunteer/", f"/volunteer/{role.opportunity.slug}/", "/"][: 1 if turn % 5 else 3]:
            assert sam.get(f"{path}?{query}").status_code in {200, 400, 404, 422}, (path, query)
