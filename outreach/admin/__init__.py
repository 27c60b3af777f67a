"""Outreach on the staff site."""

from outreach.admin import digests, stories

__all__ = ["digests", "stories"]
