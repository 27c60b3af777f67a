"""Events on the staff site."""

from events.admin import boards, events, outcomes, registrations

__all__ = ["boards", "events", "outcomes", "registrations"]
