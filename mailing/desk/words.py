"""The words of the ledger: what became of a letter, and what the mail server said."""

from django.utils.translation import gettext, gettext_lazy

from mailing.hold import PERHAPS_SENT
from mailing.models import Message

_STATES = {
    Message.State.QUEUED: gettext_lazy("waits to be sent"),
    Message.State.SENDING: gettext_lazy("is being sent"),
    Message.State.SENT: gettext_lazy("sent"),
    Message.State.FAILED: gettext_lazy("did not arrive"),
    Message.State.EXPIRED: gettext_lazy("too late to send"),
    Message.State.CANCELLED: gettext_lazy("no longer needed"),
    Message.State.HELD: gettext_lazy("kept, not sent"),
    Message.State.AMBIGUOUS: gettext_lazy("perhaps sent"),
}
_ANSWERS = {
    "told by phone": gettext_lazy("Told by phone."),
    "wrong number": gettext_lazy("The phone number is wrong."),
    "Kept, not sent: EMAIL_URL is not set.": gettext_lazy("Kept, not sent: no mail server is set (EMAIL_URL)."),
    PERHAPS_SENT: gettext_lazy("Held: perhaps it had left before this database was restored."),
}


def states():
    """Return the states of a letter as (value, words)."""
    return list(_STATES.items())


def state_in_words(message):
    """Return what became of a letter."""
    return str(_STATES[Message.State(message.state)])


def answer_in_words(message):
    """Return what the mail server said, or what stands there instead of its answer; a call instead of a letter says so."""
    if not message.smtp_reply and message.state == Message.State.HELD:
        return gettext("On the to-call list.")
    return str(_ANSWERS.get(message.smtp_reply, message.smtp_reply))
