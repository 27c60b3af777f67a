"""Events on the staff site."""

from events.admin import registrations

__all__ = ["registrations"]
