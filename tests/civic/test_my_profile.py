"""`/my/profile/`: one's own page, in a browser that has proved the address; nothing typed is lost."""

import pytest
from django.utils import timezone

from languages.models import Language
from people.models import Interest, Office, Person, Profile
from places.models import Neighborhood
from tests import makers
from tests.volunteers.visitor import Visitor, code_for

pytestmark = pytest.mark.django_db(transaction=True)
HONEST = {"audience": "resident", "asks_a_week": "1"}


@pytest.fixture
def city():
    makers.city()
    Language.objects.create(code="en", name="English", own_name="English", offered=True)
    Language.objects.create(code="es", name="Spanish", own_name="Español", offered=True)
    Interest.objects.create(code="FOOD", name="Food", offered=True)
    Neighborhood.objects.create(name="Roxbury", slug="roxbury")
    return makers.office()


def proved(email="vera@example.org"):
    """Return a browser that has proved an address."""
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email=email)
    browser.type_code(code_for(email))
    return browser


def send(browser, **typed):
    page = browser.get("/my/profile/")
    return browser.post("/my/profile/", {**browser.hidden(page), **HONEST, **typed})


def test_a_browser_that_has_proved_nothing_is_asked_for_an_address(city):
    makers.person()
    answer = Visitor().get("/my/profile/")
    assert (answer.status_code, answer["Location"]) == (302, "/my/")


def test_vera_says_what_she_likes_and_when_she_is_free(city):
    vera, food, roxbury = makers.person(), Interest.objects.get(), Neighborhood.objects.get()
    answer = send(
        proved(), interests=[food.pk], languages=["es", "en"], neighborhood=roxbury.pk, free_5=["15"], free_0=["0", "2"], may_ask="on", asks_a_week="2",
        audience="city_employee", department="  Parks\u200b ",
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, f"/my/profile/?person={vera.pk}")
    profile = Profile.objects.get()
    assert (profile.interests, profile.languages, profile.availability) == ([food.pk], ["en", "es"], [0, 2, 15])
    assert (profile.neighborhood, profile.audience, profile.department, profile.asks_a_week) == (roxbury, "city_employee", "Parks", 2)
    assert abs((profile.agreed_to_asks_at - timezone.now()).total_seconds()) < 60


def test_the_page_shows_what_is_kept_and_leads_there_from_my_page(city):
    makers.person()
    browser = proved()
    send(browser, languages=["es"], free_5=["15"], may_ask="on")
    page = browser.get("/my/profile/").content.decode()
    assert 'value="15" id="id_free_5_0" checked' in page and 'value="es" id="id_languages_1" checked' in page and "You said yes on" in page
    assert '/my/profile/"' in browser.get("/my/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"asks_a_week": "0"}, "Enter a whole number from 1 to 7."), ({"asks_a_week": "9" * 400}, "Enter a whole number from 1 to 7."),
        ({"asks_a_week": "often"}, "Enter a whole number from 1 to 7."), ({"interests": ["999999"]}, "Please choose from the list."),
        ({"free_5": ["3"]}, "Please choose from the list."), ({"languages": ["\x00"]}, "Please choose from the list."), ({"audience": "mayor"}, "Please choose from the list."),
        ({"neighborhood": "-1"}, "Please choose from the list."), ({"department": "x" * 121}, "at most 120 letters fit"), ({"department": "\x00"}, "cannot be stored"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_typed_is_lost(city, typed, said):
    makers.person()
    answer = send(proved(), **{"languages": ["es"], "free_6": ["18"], **typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page and 'class="usa-error-message"' in page and 'value="18" id="id_free_6_0" checked' in page
    assert not Profile.objects.exists()


def test_an_interest_that_is_offered_no_more_is_kept(city):
    vera, old = makers.person(), Interest.objects.create(code="OLD", name="Old")
    Profile.objects.create(person=vera, office=vera.office, interests=[old.pk])
    send(proved(), interests=[Interest.objects.get(code="FOOD").pk])
    assert set(Profile.objects.get().interests) == {old.pk, Interest.objects.get(code="FOOD").pk}


def test_a_family_behind_one_address_is_asked_whose_profile(city):
    vera, sam = makers.person(), makers.person("Sam")
    browser = proved()
    page = browser.get("/my/profile/").content.decode()
    assert f"?person={vera.pk}" in page and f"?person={sam.pk}" in page and "Whose profile?" in page
    page = browser.get(f"/my/profile/?person={sam.pk}")
    browser.post("/my/profile/", {**browser.hidden(page), **HONEST, "languages": ["es"]})
    assert list(Profile.objects.values_list("person", "languages")) == [(sam.pk, ["es"])]


@pytest.mark.parametrize("named", ["0", "999999999999999999999", "x", "\x00"])
def test_nobody_elses_profile_can_be_named(city, named):
    makers.person()
    dan = makers.person("Dan", "dan@example.org")
    browser = proved()
    hidden = browser.hidden(browser.get("/my/profile/"))
    for person in (str(dan.pk), named):
        assert browser.get("/my/profile/", {"person": person}).status_code in (404, 400)
        assert browser.post("/my/profile/", {**hidden, **HONEST, "person": person}).status_code in (404, 400)
    assert not Profile.objects.exists()


def test_who_was_forgotten_has_no_profile_page(city):
    makers.person()
    browser = proved()
    Person.objects.update(forgotten_at=timezone.now())
    assert browser.get("/my/profile/")["Location"] == "/my/"


def test_looking_writes_nothing(city):
    makers.person()
    browser = proved()
    browser.get("/my/profile/")
    assert (Profile.objects.count(), Office.objects.count()) == (0, 1)
