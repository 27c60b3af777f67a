"""What tests of events share with those of the staff: offices, colleagues, places."""

from tests.staff.conftest import carla, city, office, other_coordinator, other_office, venue

__all__ = ["carla", "city", "office", "other_coordinator", "other_office", "venue"]
