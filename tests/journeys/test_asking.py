"""From “keep me posted” to a place: somebody tells what they like, the office asks the right people, and the first to answer comes."""

import re

from django.utils import timezone

from people.models import Profile
from tests import makers
from tests.journeys.test_staff import coordinator
from tests.journeys.walking import links_of
from tests.volunteers.asking import interest, short_shift, willing
from volunteers.actions import asks
from volunteers.models import Ask, KeepPosted, SignUp


def test_nothing_fits_so_vera_leaves_her_wishes_and_then_keeps_a_profile(walk, town):
    interest("Gardening")
    vera = walk(width=320)
    vera.open("/volunteer/?q=nothing+like+it").follow("Keep me posted")
    vera.fill(name="Vera", email="vera@example.org").tick("Gardening").tick("Saturday").tick("Morning")
    vera.press(re.compile("^Keep me posted$"))
    assert vera.heading == "One more step" and "Keep me posted about: Gardening" in vera.text
    vera.type_code(vera.code())
    assert vera.heading == "We keep you posted"
    vera.follow("My sign-ups").follow("What I like to do, and when I am free")
    assert vera.page.get_by_label("Gardening").is_checked()
    vera.tick("Ask me when a shift is short of people")
    vera.page.locator("[name=asks_a_week]").fill("9")
    vera.press(re.compile("^Save$"))
    assert "Enter a whole number from 1 to 7." in vera.text and vera.page.get_by_label("Ask me when a shift is short").is_checked()
    vera.page.locator("[name=asks_a_week]").fill("2")
    vera.press(re.compile("^Save$"))
    profile = Profile.objects.get()
    assert "Saved" in vera.text and profile.agreed_to_asks_at and (profile.asks_a_week, profile.availability) == (2, [15])
    vera.press("Stop these letters")
    assert not KeepPosted.objects.standing().exists() and "You get no more of these letters" in vera.text


def test_the_right_people_are_asked_and_the_last_place_goes_to_whoever_answers_first(walk, town):
    role = short_shift(places=1, interests=["Food"])
    willing("Vera", interests=["Food"])
    willing("Sam", interests=["Food"])
    willing("Noa")
    carla = coordinator(walk, town)
    carla.open(f"/admin/desk/shifts/{role.shift_id}/").follow("Ask the right people")
    assert "Vera" in carla.text and "Sam" in carla.text and "Noa" not in carla.text and "Can you come?" in carla.text
    assert not Ask.objects.exists()
    carla.press("Ask the people who are ticked")
    assert "2 people are asked." in carla.page.locator("body").inner_text()
    letters = {name: carla.letter("ask", f"{name}@example.org") for name in ("vera", "sam")}
    first, second = ((walk(width=320), next(link for link in links_of(letters[name]) if "/my/link/" in link)) for name in ("vera", "sam"))
    for walker, link in (first, second):
        assert walker.open(link).heading == "Can you come?"
    first[0].press("Yes, I’m coming")
    assert first[0].heading == "You are signed up" and SignUp.objects.get().person.name == "Vera"
    second[0].press("Yes, I’m coming")
    assert "It is filled, thank you" in second[0].text
    assert "thank you" in second[0].letter("ask_filled", "sam@example.org").subject
    carla.open(f"/admin/desk/roles/{role.pk}/ask/")
    assert "This shift is full" in carla.text and "coming" in carla.text and "closed without an answer" in carla.text


def test_without_a_script_not_this_time_is_one_press(walk, town):
    role, sam = short_shift(), willing("Sam")
    asks.ask(shift_role=role, persons=[sam.pk], by=makers.staff(), key="a-key-for-the-journey-01", now=timezone.now())
    walker = walk(javascript=False)
    letter = walker.letter("ask", "sam@example.org")
    walker.open(next(link for link in links_of(letter) if "/my/link/" in link)).press("Not this time")
    assert walker.heading == "Not this time" and Ask.objects.get().answer == "not_this_time"
