"""Who asks on the phone to be forgotten is forgotten: whoever has no email address has no other way."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from mailing.models import Message
from people import merging
from people.models import Person
from tests import makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(office):
    return makers.person("Rosa Diaz", "", phone="+16175550143", office=office)


def door(person):
    return reverse("admin:forget_person", args=[person.pk])


def test_staff_forget_somebody_who_has_a_phone_only(rosa, role, carla):
    place, client = makers.sign_up(role, who=rosa, notes="I bring my daughter"), signed_in(carla)
    assert door(rosa) in client.get(reverse("admin:people_person_change", args=[rosa.pk])).text
    page = client.get(door(rosa))
    assert "Rosa Diaz" in page.text and "617-555-0143" in page.text and Person.objects.get(pk=rosa.pk).name == "Rosa Diaz"
    said = client.post(door(rosa), follow=True)
    rosa.refresh_from_db(), place.refresh_from_db(), role.refresh_from_db()
    assert (rosa.name, str(rosa.phone), place.state, place.notes, role.taken) == ("", "", State.CANCELLED, "", 0)
    assert f"Number {rosa.pk} is forgotten" in said.text and not Message.objects.filter(person=rosa, state=Message.State.QUEUED).exists()


def test_pressing_twice_says_the_same(rosa, carla):
    client = signed_in(carla)
    first, again = (client.post(door(rosa), follow=True) for _ in range(2))
    assert "is forgotten" in first.text and "is forgotten" in again.text


def test_who_was_merged_meanwhile_is_looked_at_before_anybody_is_forgotten(rosa, office, carla):
    kept = makers.person("Rosa Diaz", "rosa@example.org", office=office)
    merging.merge(kept=kept, gone=rosa, by=carla, now=timezone.now())
    answer = signed_in(carla).post(door(rosa))
    kept.refresh_from_db()
    assert (answer.url, kept.name) == (reverse("admin:people_person_change", args=[kept.pk]), "Rosa Diaz")


def test_nobody_else_forgets_people(rosa, office, other_coordinator):
    viewer = make_staff("vi@example.org", office, "viewer")
    assert [signed_in(viewer).post(door(rosa)).status_code, signed_in(other_coordinator).post(door(rosa)).status_code] == [403, 404]
    rosa.refresh_from_db()
    assert rosa.name == "Rosa Diaz"
