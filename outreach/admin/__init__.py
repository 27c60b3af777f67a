"""The staff site's lists and forms of outreach."""

from outreach.admin import topics

__all__ = ["topics"]
