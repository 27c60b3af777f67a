"""Outreach on the staff site."""

from outreach.admin import campaigns, segments, topics

__all__ = ["campaigns", "segments", "topics"]
