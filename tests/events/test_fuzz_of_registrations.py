"""Refused input is refused politely at the doors of a registration: no fault of ours, nothing half stored, the text kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Registration
from intake.form_keys import new_key
from tests import makers, meetings
from tests.events.coming import opened
from tests.fuzz.test_forms import COUNT, assert_text_kept, storm
from tests.volunteers.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(db):
    makers.city()
    return meetings.event(mode="hybrid", minimum_age=14, takes_groups=True, starts=timezone.now() + timedelta(days=10))


@pytest.mark.parametrize("count", COUNT)
def test_the_form_survives_anything(event, count):
    honest = {
        "name": "Vera", "email": "vera@example.org", "phone": "", "party_size": "1", "language": "en", "attends": "online", "age": "adult", "organization": "",
        "support_kind": "asl", "support": "", "question": "", "own_device": "", "waitlist": "", "invited": "",
        "guardian_name": "", "guardian_email": "", "guardian_phone": "", "guardian_language": "en",
    }  # fmt: skip
    found = storm(Visitor(), f"/events/{event.slug}/register/", [*honest, "key"], honest, count=count, fresh=lambda: {"key": new_key()})
    assert len(found[422]) > count / 5
    for pairs, answer in found[422]:
        assert_text_kept({name: value for name, value in pairs if name in {"name"}}, answer.content.decode())


@pytest.mark.parametrize("count", COUNT)
def test_the_number_survives_anything(event, count):
    one = meetings.registration(event)
    path = f"/events/registrations/{one.pk}/"
    found = storm(opened(Visitor(), one), f"{path}change/", ["party_size"], {"party_size": "2"}, count=count, on=path)
    assert set(found) <= {302, 422} and Registration.objects.get().party_size >= 1
