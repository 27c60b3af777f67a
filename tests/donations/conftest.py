"""What tests of drives share: a running drive with things it needs, and, with those of the staff, offices, colleagues, places."""

import pytest

from tests import goods, makers
from tests.donations import giving
from tests.staff.conftest import carla, city, office, other_coordinator, other_office, venue

__all__ = ["carla", "city", "office", "other_coordinator", "other_office", "venue"]


@pytest.fixture
def drive(db):
    makers.city()
    return giving.running()


@pytest.fixture
def books(drive):
    return goods.need(drive, name="Notebooks", target=100)


@pytest.fixture
def bags(drive):
    return goods.need(drive, name="Bags", target=10, is_capped=True)


@pytest.fixture
def wanted(drive):
    return goods.need(drive, name="Notebooks")
