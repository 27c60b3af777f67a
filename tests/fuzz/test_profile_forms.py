"""The forms of profiles and of “keep me posted” survive anything: no fault of ours, nothing half stored."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.form_keys import new_key
from intake.text import is_visible
from languages.models import Language
from people.models import Interest, Person, Profile
from tests import makers
from tests.fuzz.test_forms import COUNT, storm
from tests.volunteers.visitor import Visitor, code_for
from volunteers.models import KeepPosted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(db):
    makers.city()
    makers.role(places=None, starts=timezone.now() + timedelta(days=10))
    Language.objects.create(code="en", name="English", own_name="English", offered=True)
    Interest.objects.create(code="FOOD", name="Food", offered=True)


@pytest.mark.parametrize("count", COUNT)
def test_keep_me_posted_survives_anything(city, count):
    honest = {"name": "Vera", "email": "vera@example.org", "phone": "", "language": "en", "days": "5", "parts": "0"}
    fields = [*honest, "interests", "languages", "neighborhood", "own_device", "key"]
    found = storm(Visitor(), "/volunteer/keep-me-posted/", fields, honest, count=count, fresh=lambda: {"key": new_key()})
    assert len(found[422]) > count / 5
    assert all(is_visible(name) for name in Person.objects.values_list("name", flat=True))
    assert not Profile.objects.exists() and not KeepPosted.objects.standing().exists()


@pytest.mark.parametrize("count", COUNT)
def test_the_profile_survives_anything(city, count):
    makers.person()
    browser = Visitor()
    browser.press("/my/", from_page="/my/", email="vera@example.org")
    browser.type_code(code_for("vera@example.org"))
    honest = {"audience": "resident", "asks_a_week": "1", "department": "", "free_5": "15", "languages": "en"}
    fields = [*honest, "interests", "neighborhood", "free_0", "may_ask"]
    found = storm(browser, "/my/profile/", fields, honest, count=count)
    assert len(found[422]) > count / 4
    assert all(set(one.availability) <= set(range(21)) and 1 <= one.asks_a_week <= 7 for one in Profile.objects.all())
