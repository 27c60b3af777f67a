"""Why nobody can check in at the door just now; each `check_…` raises Refused with a sentence whoever stands there understands."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings import check_in
from bookings.check_in import CLOSES_AFTER, OPENS_BEFORE
from events.models import DoorSign, Event
from events.models.registrations import AROUND
from intake.refusal import Refused
from languages import formats

MOST_COUNTED = 1000  # presses at one sign within ten minutes by people who count themselves
TAKES_PLACE = {Event.State.PUBLISHED, Event.State.HELD, Event.State.REPORTED}


def check_checks_in(event: Event, now: datetime, *, is_late_post: bool = False) -> None:
    """People check in from an hour before the start to an hour after the end; what a phone has kept without a connection may come later."""
    check_has_door(event)
    if now < event.starts - OPENS_BEFORE:
        opens = formats.day_and_clock((event.starts - OPENS_BEFORE).astimezone(event.zone))
        raise Refused(_("Check-in opens on %(when)s.") % {"when": formats.before_a_stop(opens)}, code="too_early")
    if now >= event.ends + (AROUND if is_late_post else CLOSES_AFTER):
        raise Refused(_("Check-in for this event is over. If you were there, please call us: we write it down."), code="over")


def why_not(event: Event, now: datetime) -> str:
    """Return why nobody can check in now, in words, or an empty text."""
    try:
        check_checks_in(event, now)
    except Refused as refusal:
        return refusal.sentence
    return ""


def may_note(event: Event, now: datetime) -> bool:
    """Tell whether who came can be noted: it takes place, and its day has come or its doors are open."""
    return event.state in TAKES_PLACE and check_in.has_day_come(event, now)


def check_has_door(event: Event) -> None:
    """The event takes place, and somewhere. Raises Refused."""
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled. Please do not wait here."), code="cancelled")
    if event.state == Event.State.POSTPONED:
        raise Refused(_("This event is postponed and has no new date yet. Please do not wait here."), code="postponed")
    if event.state not in TAKES_PLACE:
        raise Refused(_("This event is not announced yet."), code="draft")
    if event.mode == Event.Mode.ONLINE:
        raise Refused(_("This event takes place online only, so nobody checks in at a door. The event’s page says how to take part."), code="online")


def has_door(event: Event) -> bool:
    """The event takes place, and somewhere."""
    return event.state in TAKES_PLACE and event.mode != Event.Mode.ONLINE


def check_tries(sign: DoorSign, browser: str, now: datetime) -> None:
    """Whoever guesses comes to an end soon (`bookings.check_in`). The caller holds the event."""
    said = _("That did not work several times. Please ask at the door, or try again in ten minutes.")
    tries = sign.tries.filter(counted=0)
    check_in.check_tries(tries, browser=browser, most=check_in.TRIES_AT_A_SIGN, of_one=check_in.TRIES_OF_A_BROWSER, said=said, now=now)


def check_counts(sign: DoorSign, browser: str, now: datetime) -> None:
    """From one phone a family is counted, and no crowd. The caller holds the event."""
    said = _("Many people were counted from this phone already. Please ask at the door, or try again in ten minutes.")
    tries = sign.tries.filter(counted__gt=0)
    check_in.check_tries(tries, browser=browser, most=MOST_COUNTED, of_one=check_in.TRIES_OF_A_BROWSER, said=said, now=now)
