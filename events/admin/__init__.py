"""Events on the staff site."""

from events.admin import boards, events

__all__ = ["boards", "events"]
