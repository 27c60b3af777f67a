"""What is said of bookings everywhere, in the active language."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.translation import ngettext

from languages import formats


def party(size: int) -> str:
    """Return how many come: “1 person”, “3 people”."""
    return ngettext("%(n)s person", "%(n)s people", size) % {"n": size}


def deadline(moment: datetime, zone: tzinfo) -> str:
    """Return a deadline in words: “Tuesday, December 1, 5 p.m.”."""
    return formats.day_and_clock(timezone.localtime(moment, zone))
