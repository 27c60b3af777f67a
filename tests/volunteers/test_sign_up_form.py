"""What the sign-up form says when something does not fit, and what one's own page asks before it cancels."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import proof
from tests import makers
from tests.volunteers.visitor import Visitor
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=10))


def send(visitor, role, **typed):
    """Send the form with a key of its own."""
    return visitor.post(f"/volunteer/shifts/{role.pk}/sign-up/", visitor.form_of(role, **typed)).content.decode()


def test_one_place_for_two_offers_to_come_with_fewer_or_to_wait(some):
    makers.sign_up(some, size=9)
    vera = Visitor()
    page = send(vera, some, party_size="2")
    assert "Only 1 place is left." in page and "It has just filled up" not in page and "You asked for 2 people." in page
    assert re.findall(r'<button class="usa-button usa-button--big[^>]*>([^<]*)', page) == ["Sign up", "Join the waitlist"]
    hidden = {**vera.form_of(some), "waitlist": ""}
    assert vera.post(f"/volunteer/shifts/{some.pk}/sign-up/", hidden).status_code == 302
    assert SignUp.objects.get(person__name="Vera").state == State.HELD


def test_the_second_way_waits_with_everyone(some):
    makers.sign_up(some, size=9)
    vera = Visitor()
    form = vera.form_of(some, party_size="2")
    form["waitlist"] = ["", "1"]  # the hidden field, then the button that was pressed
    assert vera.post(f"/volunteer/shifts/{some.pk}/sign-up/", form).status_code == 302
    assert SignUp.objects.get(person__name="Vera").state == State.WAITLISTED


def test_the_waitlist_note_is_not_titled_with_the_opportunity(some):
    makers.sign_up(some, size=10)
    page = Visitor().get(f"/volunteer/shifts/{some.pk}/sign-up/").content.decode()
    assert "All places are taken. Leave your name" in page and "usa-alert__heading" not in page


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("party_size", "0", "At least one person comes: enter 1 or more."), ("party_size", "-1", "At least one person comes: enter 1 or more."),
        ("party_size", "600", "That is a large group. Please call us."), ("party_size", "1.5", "Enter a whole number such as 1 or 2."),
        ("party_size", "", "Enter how many people come, you included."), ("name", "x" * 121, "This name is too long: at most 120 letters fit."),
        ("phone", "617\x00", "Enter a phone number with area code"), ("phone", "6" * 10_000, "Enter a phone number with area code"),
        ("language", "q" * 10_000, "Please choose one of the languages."), ("notes", "y" * 601, "This is too long: at most 600 letters fit."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_plain_words_without_an_echo(some, field, typed, said):
    page = send(Visitor(), some, **{field: typed})
    sentences = re.findall(r'usa-error-message"[^>]*>(.*?)</span>\n?<', page, re.DOTALL)
    assert said in page and all(len(sentence) < 200 for sentence in sentences) and "Ensure" not in page


def test_i_cannot_is_asked_once_and_no_keeps_the_place(some):
    one = makers.sign_up(some)
    vera = Visitor()
    vera.get(f"/my/link/{proof.token(proof.manage_links({one.ref: one.person})[one.ref])}/")
    page = vera.get(f"/volunteer/sign-ups/{one.pk}/cancel/").content.decode()
    assert "Yes, cancel" in page and f'href="/volunteer/sign-ups/{one.pk}/">No, keep it' in page
    assert SignUp.objects.get().state == State.CONFIRMED
    vera.press(f"/volunteer/sign-ups/{one.pk}/cancel/", from_page=f"/volunteer/sign-ups/{one.pk}/cancel/")
    assert SignUp.objects.get().state == State.CANCELLED
    assert vera.get(f"/volunteer/sign-ups/{one.pk}/cancel/").status_code == 302


def test_ones_own_page_of_a_waitlisted_sign_up_promises_no_reminder(some):
    one = makers.sign_up(some, state=State.WAITLISTED)
    vera = Visitor()
    vera.get(f"/my/link/{proof.token(proof.manage_links({one.ref: one.person})[one.ref])}/")
    page = vera.get(f"/volunteer/sign-ups/{one.pk}/").content.decode()
    assert "We will ask you as soon as a place is free" in page and "We will remind you" not in page
    assert "Press “Cancel my sign-up” above" in page and 'href="tel:+16175550142" dir="ltr">617-555-0142</a>' in page
