"""Outreach on the staff site."""

from outreach.admin import campaigns, digests, segments, stories, topics

__all__ = ["campaigns", "digests", "segments", "stories", "topics"]
