"""A resident signs up in a real browser, with and without scripts, on a phone and on a desk."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from mailing import proof
from mailing.models import AccessLink
from tests import makers
from tests.browsing import at_widths, shows
from tests.journeys.walking import LINK, links_of
from tests.mailing.kills import owe_test_letters, ring_until_there
from volunteers.models import SignUp


def states():
    return dict(SignUp.objects.values_list("person__name", "state"))


@pytest.mark.parametrize(("width", "javascript"), [(320, False), (1280, True)])
def test_from_the_opportunity_to_signed_up_in_three_screens_and_twenty_seconds(walk, processes, shift, mail_server, record_property, width, javascript):
    processes.environment["EMAIL_URL"] = mail_server.url
    processes.start("worker")
    owe_test_letters(shift.opportunity.office, 1)
    ring_until_there(mail_server, 1)  # the worker has started: that is not the resident's time
    vera = walk(width=width, javascript=javascript, reduced_motion="reduce")
    vera.look_closely = lambda page: None  # timed here, looked at below
    vera.open("/volunteer/").follow("Sort food at the pantry")
    began, vera.screens = time.monotonic(), 0

    vera.follow(re.compile("^Sign up")).fill(name="Vera", email="vera@example.org").press("Sign up")
    assert vera.heading == "One more step" and "vera@example.org" in vera.text
    code = mail_server.wait_for(1, to="vera@example.org", kind="confirm_code", seconds=40)[0].subject[:6]
    vera.type_code(code)

    seconds = time.monotonic() - began
    assert "You are signed up" in vera.heading
    assert vera.screens == 3
    assert seconds <= 20, f"{seconds:.1f} seconds"
    print(f"signed up in {seconds:.1f} seconds at {width} px, scripts {'on' if javascript else 'off'}")
    letter = mail_server.wait_for(1, to="vera@example.org", kind="signed_up")[0]
    assert "Sort food at the pantry" in letter.text and "Grove Hall Library" in letter.text and "555-0142" in letter.text
    assert any(part.get_content_type() == "text/calendar" for part in letter.message.walk())
    assert states() == {"Vera": "confirmed"}


@pytest.mark.parametrize(("width", "javascript"), [(320, True), (1280, False)])
def test_every_screen_of_a_sign_up_is_accessible(walk, shift, width, javascript):
    vera = walk(width=width, javascript=javascript)
    vera.open("/").open("/volunteer/").open(f"/volunteer/{shift.opportunity.slug}/").follow(re.compile("^Sign up"))
    vera.press("Sign up")
    assert "Enter your name" in vera.text and vera.page.locator(".usa-error-message").count() >= 2
    vera.fill(name="Vera", email="vera@example.org", notes="A chair, please").press("Sign up")
    vera.type_code("12")
    assert vera.page.locator(".usa-error-message").count() == 1
    vera.type_code(vera.code())
    assert vera.heading == "You are signed up"
    vera.follow("See, change or cancel")
    assert "Sort food at the pantry" in vera.text
    vera.open("/my/")
    assert "Coming up" in vera.text
    vera.open("/my/forget/").open("/privacy/").open("/accessibility/")


def test_the_code_field_helps_phones_to_fill_it_in(walk, shift):
    field = walk().sign_up(shift).page.locator("[name=code]")
    assert (field.get_attribute("autocomplete"), field.get_attribute("inputmode")) == ("one-time-code", "numeric")


def test_the_button_behind_the_link_confirms_on_another_device(walk, shift):
    desk = walk().sign_up(shift)
    letter = desk.letter("confirm_code")
    phone = walk(width=320, javascript=False).open(LINK.search(letter.text)[0])
    assert phone.heading == "Do you want to take part?" and "/confirm/press/" in phone.page.url
    assert states() == {"Vera": "held"}
    phone.press("Yes, confirm")
    assert phone.heading == "You are signed up" and states() == {"Vera": "confirmed"}
    desk.open("/my/")
    assert "Type your email address" in desk.text


def test_a_mother_and_her_son_need_one_code(walk, shift):
    vera = walk(width=320).sign_up(shift)
    vera.sign_up(shift, name="Ben")
    assert "Vera" in vera.text and "Ben" in vera.text
    vera.type_code(vera.code())
    assert states() == {"Vera": "confirmed", "Ben": "confirmed"}
    assert [letter.kind for letter in vera.mail_server.letters].count("confirm_code") == 1


def test_a_wrong_address_is_asked_about_and_changed_with_the_place_kept(walk, shift):
    vera = walk(width=320).sign_up(shift, email="vera@gmial.com")
    assert "Did you mean" in vera.text
    vera.press("Yes, use this address")
    assert "vera@gmail.com" in vera.text and "Did you mean" not in vera.text
    vera.page.get_by_text("Wrong address? Change it").click()
    vera.fill(email="vera@example.org").press("Change the address")
    assert "vera@example.org" in vera.text
    vera.type_code(vera.code())
    one = SignUp.objects.get()
    assert (one.state, one.person.email, one.shift_role.taken) == (State.CONFIRMED, "vera@example.org", 1)


def test_a_refused_letter_shows_on_the_page(walk, shift, mail_server):
    mail_server.refused.add("vera@example.org")
    vera = walk().sign_up(shift)
    assert "came back" not in vera.text
    vera.post()
    vera.open("/confirm/")
    assert "Our letter came back" in vera.text and shows(vera.page.get_by_role("button", name="Change the address"))
    vera.fill(email="vera2@example.org").press("Change the address")
    vera.type_code(vera.code("vera2@example.org"))
    assert states() == {"Vera": "confirmed"}


def test_a_full_shift_a_called_off_one_and_one_that_has_begun_say_so(walk, shift):
    now = timezone.now()
    makers.sign_up(shift, size=10)
    walk(width=320).open(f"/volunteer/{shift.opportunity.slug}/").follow(re.compile("^Join the waitlist"))
    off = makers.role(starts=now + timedelta(days=9))
    off.shift.cancelled_at, off.shift.reason = now, "The freezer broke."
    off.shift.save()
    begun = makers.role(starts=now - timedelta(hours=1))
    for role, words in [(off, "called off"), (begun, "already begun")]:
        sam = walk(width=320)
        sam.open(f"/volunteer/{role.opportunity.slug}/").open(f"/volunteer/shifts/{role.pk}/sign-up/")
        assert words in sam.text and sam.page.get_by_role("button", name="Sign up").count() == 0


def test_expired_and_unknown_links_are_one_accessible_page(walk, shift, client):
    vera = walk().sign_up(shift)
    address = LINK.search(vera.letter("confirm_code").text)[0]
    AccessLink.objects.update(expires=timezone.now() - timedelta(minutes=1))
    pages = [walk(width=320).open(one).text for one in (address, vera.live + "/confirm/1f-abcdefabcdefabcdefabcd/")]
    assert pages[0] == pages[1] and "can’t find that page" in pages[0]


def test_a_shared_computer_forgets_at_the_press_of_a_button(walk, shift):
    vera = walk(width=320, javascript=False).sign_up(shift)
    vera.type_code(vera.code())
    number = SignUp.objects.get().pk
    vera.press("I’m done, forget me here")
    assert "forgotten" in vera.heading
    vera.open("/my/")
    assert "Sort food" not in vera.text
    vera.open(f"/volunteer/shifts/{shift.pk}/sign-up/")
    assert vera.page.locator("[name=name]").input_value() == "" and vera.page.locator("[name=email]").input_value() == ""
    vera.open(f"/volunteer/sign-ups/{number}/")
    assert "can’t find that page" in vera.heading
    vera.page.go_back()
    assert "Sort food" not in vera.text or "Sign up" in vera.heading


def test_links_in_letters_are_ours_and_complete(walk, shift):
    vera = walk().sign_up(shift)
    vera.type_code(vera.code())
    for kind in ("confirm_code", "signed_up"):
        assert links_of(vera.letter(kind)), kind


def test_ones_own_page_is_accessible_in_every_state(walk, shift):
    now = timezone.now()
    words = {
        State.HELD: "not confirmed yet", State.REQUESTED: "Kept for you, not confirmed yet", State.OFFERED: "A place is free for you until", State.CONFIRMED: "You are signed up",
        State.WAITLISTED: "waitlist", State.CANCELLED: "Cancelled", State.DECLINED: "You do not have this place", State.EXPIRED: "Not confirmed in time", State.ATTENDED: "You took part",
    }  # fmt: skip
    vera = walk()
    for state, expected in words.items():
        one = makers.sign_up(shift, state=state, until=now + timedelta(hours=9) if state in {State.HELD, State.OFFERED} else None)
        address = proof.url(proof.manage_links({one.ref: one.person})[one.ref])
        vera.open(address)
        for _width in at_widths(vera.page):
            assert expected in vera.look().text, state
    one.shift_role.shift.cancelled_at, one.shift_role.shift.reason = now, "The freezer broke."
    one.shift_role.shift.save()
    vera.open(address)
    assert "The freezer broke." in vera.text and vera.page.get_by_role("link", name="I can’t").count() == 0


def test_a_number_that_does_not_fit_is_refused_beside_the_field(walk, shift):
    one = makers.sign_up(shift)
    vera = walk(width=320).open(proof.url(proof.manage_links({one.ref: one.person})[one.ref]))
    vera.page.get_by_text("Change how many come").click()
    vera.fill(party_size="99").press(re.compile("^Change$"))
    assert shows(vera.page.locator(".usa-error-message")) and vera.page.locator("[name=party_size]").input_value() == "99"
    vera.fill(party_size="3").press(re.compile("^Change$"))
    assert "3 people" in vera.text and SignUp.objects.get().party_size == 3
