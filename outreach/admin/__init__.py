"""Outreach on the staff site."""

from outreach.admin import campaigns, segments

__all__ = ["campaigns", "segments"]
