"""Staff keep the profile of somebody who has only a phone; only staff of the office, and only those who may change people."""

import pytest
from django.urls import reverse
from django.utils import timezone

from languages.models import Language
from people.models import OfficeRole, Person, Profile
from tests import makers
from tests.staff.conftest import make_staff, signed_in
from tests.volunteers.asking import interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def dan(db):
    makers.city()
    Language.objects.create(code="es", name="Spanish", own_name="Español", offered=True)
    return makers.person("Dan", "", phone="+16175550142", channel="phone")


@pytest.fixture
def coordinator(dan):
    return signed_in(make_staff("cora@example.org", makers.office(), OfficeRole.Role.COORDINATOR))


def door(person):
    return reverse("admin:person_profile", args=[person.pk])


def test_what_dan_says_on_the_phone_is_kept_with_the_day_he_agreed(dan, coordinator):
    food = interest("Food")
    assert door(dan) in coordinator.get(reverse("admin:people_person_change", args=[dan.pk])).content.decode()
    answer = coordinator.post(
        door(dan), {"interests": [food.pk], "languages": ["es"], "free_5": ["15"], "may_ask": "on", "asks_a_week": "1", "audience": "resident"}
    )
    assert answer.status_code == 302
    profile = Profile.objects.get()
    assert (profile.person, profile.interests, profile.languages, profile.availability) == (dan, [food.pk], ["es"], [15])
    assert (timezone.now() - profile.agreed_to_asks_at).total_seconds() < 60
    assert "They agreed to be asked on" in coordinator.get(door(dan)).content.decode()


def test_the_history_says_who_wrote_it_down(dan, coordinator):
    coordinator.post(door(dan), {"asks_a_week": "1", "audience": "resident"})
    assert Profile.objects.get().changes.get(pgh_label="insert").pgh_context["user"]


def test_a_refused_form_keeps_what_was_ticked(dan, coordinator):
    answer = coordinator.post(door(dan), {"languages": ["es"], "free_6": ["18"], "asks_a_week": "99", "audience": "resident"})
    page = answer.content.decode()
    assert (answer.status_code, Profile.objects.count()) == (422, 0)
    assert "Enter a whole number from 1 to 7." in page and page.count("checked") >= 2


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("caller", 403), (None, 403)])
def test_whoever_may_not_change_people_sees_no_profile(dan, role, status):
    client = signed_in(make_staff("vi@example.org", makers.office() if role else None, role))
    assert client.get(door(dan)).status_code == client.post(door(dan), {}).status_code == status


def test_another_offices_people_and_the_forgotten_are_not_there(dan, coordinator):
    other = makers.office(slug="parks", name="Parks", is_main=False)
    theirs = makers.person("Sam", "sam@example.org", office=other)
    gone = makers.person("Noa", "noa@example.org")
    Person.objects.filter(pk=gone.pk).update(forgotten_at=timezone.now())
    assert {coordinator.get(door(one)).status_code for one in (theirs, gone)} == {404}
