"""Signing up as a browser does it: form, one more step, code, signed up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from bookings.models import State
from languages.models import Language
from mailing import proof
from mailing.models import AccessLink, CallTask, Message
from people.models import Person
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import places, sign_ups
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=10))


def states():
    return dict(SignUp.objects.values_list("person__name", "state"))


def test_name_and_address_hold_a_place_and_the_code_confirms_it(some):
    vera = Visitor()
    answer = vera.sign_up(some)
    assert (answer.status_code, answer["Location"]) == (302, "/confirm/")
    page = vera.get("/confirm/")
    assert "One more step" in page.content.decode() and "vera@example.org" in page.content.decode()
    assert states() == {"Vera": "held"}
    answer = vera.type_code(code_for("vera@example.org"))
    assert answer["Location"] == "/confirm/done/"
    assert "You are signed up" in vera.get("/confirm/done/").content.decode()
    assert states() == {"Vera": "confirmed"}
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["confirm_code", "signed_up"]


def test_one_code_confirms_a_mother_and_her_son(some):
    vera = Visitor()
    vera.sign_up(some)
    vera.sign_up(some, name="Ben")
    assert AccessLink.objects.count() == 1
    vera.type_code(code_for("vera@example.org"))
    assert states() == {"Vera": "confirmed", "Ben": "confirmed"}
    assert Message.objects.filter(kind="confirm_code").count() == 1


def test_a_visitors_query_stands_on_no_other_visitors_form(some):
    for code, name in (("en", "English"), ("es", "Español")):
        Language.objects.create(code=code, name=name, own_name=name, offered=True)
    address = f"/volunteer/shifts/{some.pk}/sign-up/"
    assert "vera%40example.org" in Visitor().get(f"{address}?from=vera%40example.org").content.decode()
    assert "vera%40example.org" not in Visitor().get(address).content.decode()


def test_only_a_phone_is_called_by_the_end_of_the_next_office_day(some):
    dan = Visitor()
    dan.sign_up(some, name="Dan", email="", phone="617-555-0142")
    page = dan.get("/confirm/").content.decode()
    assert "We will call you by" in page and "5 p.m." in page
    one = SignUp.objects.get()
    assert one.until is not None and one.state == State.HELD
    assert Message.objects.get().kind == "confirm_code"


def test_people_without_email_hold_at_most_a_quarter_of_the_places(some):
    for n in range(2):
        Visitor().sign_up(some, name=f"Dan {n}", email="", phone=f"617-555-014{n}")
    answer = Visitor().sign_up(some, name="Dan 3", email="", phone="617-555-0149")
    assert answer.status_code == 422
    assert SignUp.objects.count() == 2


def test_a_full_shift_offers_the_waitlist_on_the_same_page(some):
    makers.sign_up(some, size=10)
    vera = Visitor()
    form = vera.form_of(some, waitlist="")
    answer = vera.post(f"/volunteer/shifts/{some.pk}/sign-up/", form)
    assert answer.status_code == 200 and "Join the waitlist" in answer.content.decode()
    assert 'value="Vera"' in answer.content.decode()
    vera.sign_up(some, waitlist="1")
    vera.type_code(code_for("vera@example.org"))
    assert SignUp.objects.get(person__name="Vera").state == State.WAITLISTED


def test_an_unproved_address_on_the_waitlist_gets_no_offer(some):
    holder = makers.sign_up(some, size=10)
    vera = Visitor()
    vera.sign_up(some, waitlist="1")
    sign_ups.cancel(sign_up=holder, by=None, now=timezone.now())
    assert SignUp.objects.get(person__name="Vera").state == State.WAITLISTED
    vera.type_code(code_for("vera@example.org"))
    assert SignUp.objects.get(person__name="Vera").state == State.OFFERED


def test_the_same_form_sent_twenty_times_at_once_makes_one_sign_up_and_twenty_success_pages(some):
    vera = Visitor()
    form = vera.form_of(some)
    cookies = vera.cookies

    def send(_):
        again = Visitor()
        again.cookies = cookies.copy()
        try:
            return again.post(f"/volunteer/shifts/{some.pk}/sign-up/", form)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(20)))
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/confirm/")}
    assert (SignUp.objects.count(), Message.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_going_back_and_typing_the_sons_name_signs_up_both(some):
    vera = Visitor()
    form = vera.form_of(some)
    path = f"/volunteer/shifts/{some.pk}/sign-up/"
    for name in ("Vera", "Ben", "Vera", "Ben"):
        assert vera.post(path, {**form, "name": name})["Location"] == "/confirm/"
    assert states() == {"Vera": "held", "Ben": "held"}
    assert Message.objects.count() == 1
    vera.type_code(code_for("vera@example.org"))
    assert states() == {"Vera": "confirmed", "Ben": "confirmed"}


def test_two_names_under_one_key_sent_many_times_at_once_are_two_sign_ups(some):
    vera = Visitor()
    form = vera.form_of(some)
    cookies = vera.cookies

    def send(number):
        again = Visitor()
        again.cookies = cookies.copy()
        try:
            return again.post(f"/volunteer/shifts/{some.pk}/sign-up/", {**form, "name": ("Vera", "Ben")[number % 2]})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(20)))
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, "/confirm/")}
    assert (states(), Message.objects.count()) == ({"Vera": "held", "Ben": "held"}, 1)


def test_a_form_key_of_another_browser_is_refused_whatever_was_typed(some):
    vera, sam = Visitor(), Visitor()
    form = vera.form_of(some)
    vera.post(f"/volunteer/shifts/{some.pk}/sign-up/", form)
    for name in ("Vera", "Sam"):
        answer = sam.sign_up(some, key=form["key"], name=name)
        assert answer.status_code == 422 and "This form is too old" in answer.content.decode()
    assert states() == {"Vera": "held"}


def test_without_a_form_key_the_second_sending_would_be_a_new_form(some):
    vera = Visitor()
    answer = vera.sign_up(some, key="")
    assert answer.status_code == 422
    assert SignUp.objects.count() == 0


def test_a_proved_browser_is_signed_up_at_once(some):
    vera = Visitor()
    vera.sign_up(some)
    vera.type_code(code_for("vera@example.org"))
    other = makers.role(starts=timezone.now() + timedelta(days=12))
    answer = vera.sign_up(other)
    one = SignUp.objects.get(shift_role=other)
    assert (answer["Location"], one.state) == (f"/volunteer/sign-ups/{one.pk}/", "confirmed")
    assert vera.get(answer["Location"]).status_code == 200


def test_a_late_code_still_confirms_while_a_place_is_free_else_waits_in_its_old_place(some):
    for crowd, expected in [(0, "confirmed"), (10, "waitlisted")]:
        SignUp.objects.all().delete()
        vera = Visitor()
        vera.sign_up(some, email=f"vera{crowd}@example.org")
        SignUp.objects.update(until=timezone.now() - timedelta(minutes=1))
        places.sweep(now=timezone.now())
        assert SignUp.objects.get().state == State.EXPIRED
        since = SignUp.objects.get().waits_since
        if crowd:
            makers.sign_up(some, size=crowd)
        vera.type_code(code_for(f"vera{crowd}@example.org"))
        one = SignUp.objects.get(person__name="Vera", person__email=f"vera{crowd}@example.org")
        assert (one.state, one.waits_since) == (expected, since)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "\u200b\u200b"), ("name", "x" * 5000), ("name", "a\x00b"), ("email", "a@localhost"), ("email", "no"),
        ("email", "v\r\nBcc: x@example.org"), ("phone", "12"), ("party_size", "0"), ("party_size", "-3"), ("party_size", "9" * 30), ("party_size", "2.5"),
        ("party_size", "many"), ("notes", "y" * 10_000), ("language", "xx"), ("party_size", "99"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_beside_the_field_and_nothing_is_stored(some, field, value):
    answer = Visitor().sign_up(some, **{field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "usa-error-message" in html and "Vera" in html or field == "name"
    assert (SignUp.objects.count(), Person.objects.count(), Message.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["=1+1", "\u202eareV", "<script>alert(1)</script>", "O'Brien & Sons", "{{ 7*7 }}", "محمد"])
def test_odd_names_are_kept_and_shown_harmlessly(some, name):
    vera = Visitor()
    vera.sign_up(some, name=name)
    html = vera.get("/confirm/").content.decode()
    assert "<script>alert" not in html and "\u202e" not in html
    assert SignUp.objects.count() == 1


def test_the_office_confirms_by_phone(some):
    Visitor().sign_up(some, name="Dan", email="", phone="617-555-0142")
    proof.settle_by_phone(link=AccessLink.objects.get(), by=makers.staff(), now=timezone.now())
    assert states() == {"Dan": "confirmed"}
    assert CallTask.objects.count() == 0  # made by the outbox, when the letters come due


def test_who_waits_without_ever_proving_the_address_leaves_the_line(some):
    makers.sign_up(some, size=10)
    Visitor().sign_up(some, waitlist="1")
    AccessLink.objects.update(expires=timezone.now() - timedelta(days=7))
    places.sweep(now=timezone.now())
    assert states()["Vera"] == "expired"
