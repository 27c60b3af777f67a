"""What tests of events share with those of the staff: offices, colleagues, places."""

from datetime import timedelta

import pytest
from django.utils import timezone

from languages.models import Language
from tests import makers, meetings
from tests.staff.conftest import carla, city, office, other_coordinator, other_office, venue

__all__ = ["carla", "city", "office", "other_coordinator", "other_office", "venue"]


@pytest.fixture
def workshop(db):
    """A youth event of two places, from fourteen on."""
    makers.city()
    Language.objects.get_or_create(code="en", defaults={"name": "English", "own_name": "English", "offered": True})
    return meetings.event(places=2, minimum_age=14, title="Film workshop", starts=timezone.now() + timedelta(days=10))
