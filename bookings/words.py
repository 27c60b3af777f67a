"""What is said of bookings everywhere, in the active language."""

from datetime import datetime, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import State
from languages import formats


def state(state: str, *, confirmed: str) -> str:
    """Return the state of a booking as its owner reads it; `confirmed` says what a place that is theirs is called."""
    return {
        State.HELD: _("Kept for you, not confirmed yet"),
        State.REQUESTED: _("Kept for you, not confirmed yet"),
        State.OFFERED: _("A place is free for you"),
        State.CONFIRMED: confirmed,
        State.ATTENDED: _("You took part"),
        State.WALK_IN: _("You took part"),
        State.NO_SHOW: _("You were expected"),
        State.EXCUSED: _("Excused"),
        State.WAITLISTED: _("You are on the waitlist"),
        State.CANCELLED: _("Cancelled"),
        State.DECLINED: _("You do not have this place"),
        State.EXPIRED: _("Not confirmed in time"),
    }[State(state)]


def party(size: int) -> str:
    """Return how many come: “1 person”, “3 people”."""
    return ngettext("%(n)s person", "%(n)s people", size) % {"n": size}


def deadline(moment: datetime, zone: tzinfo) -> str:
    """Return a deadline in words: “Tuesday, December 1, 5 p.m.”."""
    return formats.day_and_clock(timezone.localtime(moment, zone))
