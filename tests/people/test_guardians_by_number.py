"""A guardian known by a paper only: the record says whose guardian by a number, so that a forgotten child's name stands nowhere."""

import importlib

import pytest
from django.db import connection
from django.utils import timezone, translation

from bookings.consents import answers
from bookings.models import State
from people import consents
from people.forgetting import forget
from people.models import GuardianConsent, Person
from people.models.persons import key_of
from tests import makers
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
CANARY = "Quillonbirne"
named_by_number = importlib.import_module("people.migrations.0011_guardians_by_number")


def known():
    """Everything that stands in the table of people, as one text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(person::text, ' ') FROM people_person person")
        return cursor.fetchone()[0].casefold()


def waiting():
    """A child's sign-up that waits for a guardian, of whom nothing is known."""
    makers.city()
    role = makers.role(of=makers.opportunity(minimum_age=14))
    return makers.sign_up(role, who=makers.person(CANARY, "mia@example.org"), state=State.REQUESTED, age_band="minor", until=role.shift.starts)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_consent_on_paper_leaves_no_name_of_a_child_who_is_forgotten(language):
    one = waiting()
    with translation.override(language):
        answers.note(booking=one, says_yes=True, how="paper", by=makers.staff(), now=makers.NOW)
    assert f"#{one.person_id}" in GuardianConsent.objects.get().guardian.name
    forget(person=one.person, now=timezone.now())
    assert CANARY.casefold() not in known()


def test_staff_still_read_whose_guardian_it_is():
    one, carla = waiting(), make_staff("carla@example.org", makers.office(), "coordinator")
    answers.note(booking=one, says_yes=True, how="paper", by=carla, now=makers.NOW)
    assert f"Guardian of #{one.person_id}" in signed_in(carla).get(f"/admin/desk/sign-ups/{one.pk}/").content.decode()


def test_what_was_named_after_a_child_is_named_by_number_and_nobody_else_is():
    child, apart = makers.person(CANARY, "mia@example.org"), makers.person(CANARY, "", apart="events.event:7")
    old = [consents.heard_of(person=one, age_band="minor", language="en", now=makers.NOW).guardian for one in (child, child, apart)]
    for guardian, name in zip(old, ("Guardian of", "Madre, padre o tutor de", "Guardian of"), strict=True):
        guardian.name = f"{name} {CANARY}"
        guardian.save()
    typed = makers.person("Guardian of Mia", "ana@example.org")
    GuardianConsent.objects.create(person=child, guardian=typed, asked_at=makers.NOW)
    for one in (child, apart):
        forget(person=one, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(named_by_number.BY_NUMBER)
    assert CANARY.casefold() not in known()
    for guardian, whose in zip(old, (child, child, apart), strict=True):
        guardian = Person.objects.get(pk=guardian.pk)
        assert (guardian.name, guardian.name_key) == (f"Guardian of #{whose.pk}", key_of(guardian.name, guardian.apart))
    typed.refresh_from_db()
    assert typed.name == "Guardian of Mia"
