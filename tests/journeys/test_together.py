"""Groups, young people with a guardian, late cancelling and stand-ins: on a phone, with and without JavaScript, with real letters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from people import met
from people.models import Requirement
from tests import makers
from tests.journeys.walking import LINK
from volunteers.actions import sign_ups
from volunteers.models import SignUp


def address_in(letter, part="/my/link/"):
    return next(address for address in LINK.findall(letter.text) if part in address)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_group_of_five_signs_up_on_one_form(walk, shift, javascript):
    vera = walk(width=320, javascript=javascript).open(f"/volunteer/shifts/{shift.pk}/sign-up/")
    vera.follow("You come as a group?")
    vera.fill(name="Vera", email="vera@example.org", party_size="5", group_name="Chess Club", group_names="Ada\nBo").press("Sign up")
    vera.type_code(vera.code())
    assert vera.heading == "You are signed up"
    assert "5 people" in vera.letter("signed_up").text
    vera.open(f"/volunteer/sign-ups/{SignUp.objects.get().pk}/")
    assert "Chess Club" in vera.text and "Bo" in vera.text
    shift.refresh_from_db()
    assert shift.taken == 5


def test_a_group_waits_and_is_offered_whole(walk, shift):
    holder = makers.sign_up(shift, size=8)
    vera = walk(width=320).open(f"/volunteer/shifts/{shift.pk}/sign-up/?group=1")
    vera.fill(name="Vera", email="vera@example.org", party_size="5", group_name="Chess Club").press("Sign up")
    assert "Only 2 places are left" in vera.text
    vera.press("Join the waitlist")
    vera.type_code(vera.code())
    assert vera.heading == "You are on the waitlist"
    sign_ups.cancel(sign_up=holder, by=makers.staff(), now=timezone.now())
    vera.open(address_in(vera.letter("waitlist_offer")))
    assert "5 people" in vera.text
    vera.press("Yes, I take the place")
    assert vera.heading == "You are signed up" and SignUp.objects.get(person__name="Vera").party_size == 5


@pytest.mark.parametrize("javascript", [True, False])
def test_a_girl_of_fifteen_signs_up_and_her_mother_agrees_by_the_button_of_a_letter(walk, town, javascript):
    waiver = Requirement.objects.create(office=town, kind="waiver", name="Agreement for volunteers")
    met.write_text(requirement=waiver, text="We take care of each other.", now=timezone.now())
    work = makers.opportunity(title="Plant trees", slug="plant-trees", minimum_age=14, waiver=waiver)
    role = makers.role(starts=timezone.now() + timedelta(days=10), of=work)
    mia = walk(width=320, javascript=javascript).open(f"/volunteer/shifts/{role.pk}/sign-up/")
    assert "We take care of each other." in mia.text
    mia.fill(name="Mia", email="mia@example.org").press("Sign up")
    assert "Choose an age." in mia.text and "Please read the agreement" in mia.text
    mia.tick("14 to 17").fill(guardian_name="Ana", guardian_email="ana@example.org").tick("I have read the agreement above").press("Sign up")
    mia.type_code(mia.code("mia@example.org"))
    assert "Kept for you, not confirmed yet" in mia.text
    assert "Ana has to agree" in mia.letter("requested", "mia@example.org").text

    ana = walk(width=320, javascript=javascript).open(address_in(mia.letter("guardian_consent", "ana@example.org")))
    assert ana.heading == "Do you agree? Mia would like to help" and "We take care of each other." in ana.text
    assert SignUp.objects.get().state == State.REQUESTED
    ana.press("I agree")
    assert ana.heading == "You agreed"
    assert SignUp.objects.get().state == State.CONFIRMED
    assert "You are signed up" in mia.letter("signed_up", "mia@example.org").text


def test_the_form_for_a_guardian_on_paper_is_in_the_guardians_language(walk, town):
    role = makers.role(starts=timezone.now() + timedelta(days=10), of=makers.opportunity(minimum_age=14))
    mia = walk(width=320).open(f"/volunteer/shifts/{role.pk}/sign-up/")
    mia.fill(name="Mia", email="mia@example.org", guardian_name="Ana").tick("14 to 17").press("Sign up")
    mia.type_code(mia.code("mia@example.org"))
    number = SignUp.objects.get().pk
    mia.open(f"/volunteer/sign-ups/{number}/").follow("Print the form for your guardian")
    for language, words in [
        ("", "Consent of a parent or guardian"),
        ("/es", "Consentimiento de madre, padre o tutor"),
        ("/ar", "موافقة أحد الوالدين أو الوصي"),
    ]:
        mia.open(f"{language}/volunteer/sign-ups/{number}/consent-form/")
        assert mia.heading == words


def test_who_cannot_come_after_all_says_so_late_and_the_contact_is_told(walk, town):
    role = makers.role(starts=timezone.now() + timedelta(hours=5))
    type(role.shift).objects.update(contact_email="lead@example.org")
    vera = walk(width=320, javascript=False).sign_up(role)
    vera.type_code(vera.code())
    vera.open(f"/volunteer/sign-ups/{SignUp.objects.get().pk}/").follow("I can’t")
    assert "told at once" in vera.text
    vera.press("Yes, cancel")
    assert SignUp.objects.get().late
    letter = vera.letter("cancelled_late", "lead@example.org")
    assert "Vera" in letter.text and "vera@example.org" not in letter.text


def test_a_stand_in_takes_the_place_through_a_link(walk, shift):
    vera = walk(width=320).sign_up(shift)
    vera.type_code(vera.code())
    vera.open(f"/volunteer/sign-ups/{SignUp.objects.get().pk}/").follow("Find somebody to take your place").press("Make the link")
    sam = walk(width=320, javascript=False).open(vera.page.locator("main .note a").inner_text().strip())
    sam.fill(name="Sam", email="sam@example.org").press("Take the place")
    sam.type_code(sam.code("sam@example.org"))
    assert sam.heading == "You are signed up"
    assert list(SignUp.objects.order_by("pk").values_list("state", flat=True)) == [State.CANCELLED, State.CONFIRMED]
    assert vera.letter("handed_over")
