"""The page that waits for a code or a call: it promises what is true and leads on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import proof
from mailing.models import AccessLink, Message
from tests import makers
from tests.volunteers.visitor import Visitor, code_for
from volunteers.actions import sign_ups
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def some(db):
    makers.city()
    return makers.role(starts=timezone.now() + timedelta(days=10))


@pytest.fixture
def full(some):
    makers.sign_up(some, size=10)
    return some


def page_of(visitor, path="/confirm/"):
    return visitor.get(path).content.decode()


def test_who_joins_the_waitlist_is_told_so_before_and_after_the_code(full):
    vera = Visitor()
    vera.sign_up(full, waitlist="1")
    page = page_of(vera)
    assert "All places are taken: you join the waitlist." in page and "Your place on the waitlist is kept." in page
    assert "Your place is kept." not in page and "You are signed up" not in page
    vera.type_code(code_for("vera@example.org"))
    page = page_of(vera, "/confirm/done/")
    assert "We will ask you as soon as a place is free; you do not need to do anything." in page
    assert "calendar file" not in page and "We will remind you" not in page and "You are signed up" not in page


def test_who_is_signed_up_is_promised_a_calendar_file_and_reminders(some):
    vera = Visitor()
    vera.sign_up(some)
    vera.type_code(code_for("vera@example.org"))
    page = page_of(vera, "/confirm/done/")
    assert "calendar file" in page and "We will remind you" in page and "Open the link in our letter and press “I can’t”" in page


def test_an_offer_instead_of_a_place_says_by_when_to_answer(full):
    vera = Visitor()
    vera.sign_up(full, waitlist="1")
    sign_ups.cancel(sign_up=SignUp.objects.exclude(person__name="Vera").get(), by=None, now=timezone.now())
    vera.type_code(code_for("vera@example.org"))
    page = page_of(vera, "/confirm/done/")
    assert "you can say yes or no" in page and "We will remind you" not in page


def test_the_fifth_wrong_code_says_that_a_new_one_is_needed_and_send_again_begins_anew(some):
    vera = Visitor()
    vera.sign_up(some)
    wrong = "000000" if code_for("vera@example.org") != "000000" else "111111"
    said = [vera.type_code(wrong).content.decode() for _ in range(5)]
    assert ["Too many tries." in page for page in said] == [False] * 4 + [True]
    assert "Too many tries." in vera.type_code(code_for("vera@example.org")).content.decode()
    AccessLink.objects.update(last_letter_at=timezone.now() - timedelta(minutes=2))
    vera.press("/confirm/again/", link=AccessLink.objects.get().pk)
    page = page_of(vera)
    assert "A new letter is on its way to vera@example.org." in page
    assert "Too many tries." not in vera.type_code(wrong).content.decode()
    assert vera.type_code(code_for("vera@example.org"))["Location"] == "/confirm/done/"


def test_what_others_tried_is_told_to_nobody(some):
    vera = Visitor()
    vera.sign_up(some)
    AccessLink.objects.update(wrong_tries=5)
    assert "Too many tries." not in vera.type_code("000000").content.decode()


def test_a_letter_that_came_back_asks_for_another_address_first_and_offers_no_second_try(some):
    vera = Visitor()
    vera.sign_up(some)
    Message.objects.update(state=Message.State.FAILED)
    page = page_of(vera)
    assert "Our letter came back" in page and page.index("Our letter came back") < page.index('name="email"') < page.index("Sort food")
    assert "Send again" not in page and "Wrong address?" not in page and 'name="code"' not in page


def test_a_likely_slip_is_asked_about_directly_under_the_address(some):
    vera = Visitor()
    vera.sign_up(some, email="vera@gmial.com")
    page = page_of(vera)
    assert page.index("vera@gmial.com</strong>") < page.index("Did you mean") < page.index("Sort food")


def test_only_a_phone_reads_when_and_why_it_rings_and_nothing_to_do(some, full):
    dan = Visitor()
    dan.sign_up(full, name="Dan", email="", phone="617-555-0142", waitlist="1")
    page = page_of(dan)
    assert "<h1>We will call you</h1>" in page and "One more step" not in page
    assert "617-555-0142" in page and "+16175550142" not in page and "5\u00a0p.m." in page
    assert "Then we know that we can reach you when a place is free." in page and "Do you not want to wait?" in page


def test_the_first_device_says_so_when_the_button_was_pressed_on_another(some):
    desk, phone = Visitor(), Visitor()
    desk.sign_up(some)
    phone.get(f"/confirm/{proof.token(AccessLink.objects.get())}/")
    phone.press("/confirm/press/", from_page="/confirm/press/", ref=SignUp.objects.get().ref)
    page = page_of(desk)
    assert "<h1>This is confirmed</h1>" in page and "One more step" not in page and "Send again" not in page
    assert desk.type_code(code_for("vera@example.org")).status_code == 302


def test_a_stranger_with_the_same_address_does_not_learn_that_its_owner_confirmed(some):
    sam, vera = Visitor(), Visitor()
    sam.sign_up(some, name="Sam")
    vera.sign_up(some)
    vera.type_code(code_for("vera@example.org"))
    assert "<h1>One more step</h1>" in page_of(sam)


def test_a_browser_that_waits_for_nothing_says_so(some):
    assert "There is no sign-up to confirm here" in page_of(Visitor())


def test_forget_me_here_takes_every_cookie_of_ours_away(some):
    vera = Visitor()
    vera.sign_up(some)
    vera.type_code(code_for("vera@example.org"))
    vera.press("/forget-here/", from_page="/my/")
    assert {name: cookie.value for name, cookie in vera.cookies.items() if cookie.value} == {}
