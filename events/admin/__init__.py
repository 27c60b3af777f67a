"""Events on the staff site."""

from events.admin import boards, events, outcomes, questions, registrations

__all__ = ["boards", "events", "outcomes", "questions", "registrations"]
