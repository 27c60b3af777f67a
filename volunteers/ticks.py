"""What the script that keeps ticks (`intake.script_answers`) says at a roster and at a kiosk."""

from django.utils.translation import gettext as _

from bookings.ticks import kept_here, state_now, words
from intake.script_answers import answer, is_from_script

__all__ = ["answer", "is_from_script", "kiosk_words", "state_now", "words"]


def kiosk_words(name):
    """Return what the script says at a kiosk, where people are greeted and gone before the connection is back."""
    return {
        "name": name, "waiting": kept_here(), "states": "{}",
        "shut": _("What was written down here could not be sent. Please ask the person who leads the shift."),
        "late": _("What somebody typed here at {time} was not found. Please tell the person who leads the shift."),
        "sent": _("The connection is back. What was written down here is sent."),
    }  # fmt: skip
