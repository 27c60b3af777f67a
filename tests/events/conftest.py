"""What tests of events share: offices, colleagues and places."""

from tests.staff.conftest import carla, city, office, other_coordinator, other_office, venue

__all__ = ["carla", "city", "office", "other_coordinator", "other_office", "venue"]
