"""Events on the staff site."""

from events.admin import outcomes

__all__ = ["outcomes"]
