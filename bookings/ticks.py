"""What is said where somebody presses who came, to people and to the script that keeps presses (`intake.script_answers`)."""

import json
from typing import Any

from django.utils.translation import gettext as _

from bookings.models import State
from intake import actors
from intake.script_answers import waiting_words

MARKS = {State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED}


def words(name: str) -> dict[str, str]:
    """Return what the script needs, `name` being whose ticks they are in a browser: the states, and what is said about kept ticks."""
    return {"name": name, "waiting": waiting_words(), "states": json.dumps({state.value: str(state.label) for state in State})}


def kept_here() -> str:
    """Return, as JSON, what is said at a door while what somebody pressed has not reached us."""
    return json.dumps([_("We wrote it down. There is no connection just now: what is typed here is sent as soon as it is back.")])


def own_phone_words(name: str) -> dict[str, str]:
    """Return what the script says to somebody who checks in on their own phone."""
    shut = _("What you typed could not be sent. Please ask at the door.")
    return {"name": name, "waiting": kept_here(), "states": "{}", "shut": shut}


def meanwhile(booking: Any) -> str:
    """Say who noted what, where the history knows it."""
    last = booking.changes.order_by("-pgh_id").first()
    context = (last and last.pgh_context) or {}
    who = actors.who(context, actors.names_of([context])) or _("Somebody else")
    said = _("%(who)s has noted “%(state)s” for %(name)s meanwhile, so yours was not saved. Press again if yours is right.")
    return said % {"who": who, "state": booking.get_state_display(), "name": booking.person.name}


def state_now(booking: Any) -> str:
    """Return the state that stands in the database now, for the page to show; nothing where there is no booking."""
    return type(booking)._default_manager.values_list("state", flat=True).get(pk=booking.pk) if booking else ""
