"""Events on the staff site."""

from events.admin import boards, events, outcomes

__all__ = ["boards", "events", "outcomes"]
