"""What the letters about a place that waits for a guardian say, to the young person and to the guardian."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.consents import letters as guardian_letters
from bookings.models import State
from events import guardians
from events.actions.guardians import is_to_come
from events.letters import about
from events.letters import registration_kinds as kinds
from events.letters.guardians import ASKED, REMINDED
from events.models import Registration
from mailing import kind_names, letters
from mailing.models import Message

NAMES = {
    ASKED: gettext_lazy("A guardian is asked (event)"),
    REMINDED: gettext_lazy("A guardian is reminded (event)"),
    "event_requested": gettext_lazy("A place is kept for you (event)"),
    "event_request_expired": gettext_lazy("We could not keep your place (event)"),
    "event_guardian_said_no": gettext_lazy("The guardian said no (event)"),
}


def register() -> None:
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    for kind, state in [("event_requested", State.REQUESTED), ("event_request_expired", State.EXPIRED), ("event_guardian_said_no", State.DECLINED)]:
        letters.register(
            kind, template=f"events/email/{kind}", lane=Message.Lane.URGENT, load=kinds.load, context=context, wanted=_still_in(state), reply_to=about.reply_to,
            sample=sample,
        )  # fmt: skip
    for kind in (ASKED, REMINDED):
        guardian_letters.register(kind, template=f"events/email/{kind}", facts=about.facts, reply_to=about.reply_to, sample=kinds.sample)


def _still_in(state):
    return lambda message, registration, now: registration.state == state and is_to_come(registration, now)


def context(message: Any, registration: Registration) -> letters.Letter:
    """Return the words of a letter about a registration, and who still has to agree: nothing of such a letter is shared."""
    letter = kinds.context(message, registration)
    return replace(letter, shared_key=(letter.shared_key, message.pk), shared={**letter.shared, "gap": guardians.missing(registration)})


def sample() -> letters.Letter:
    """Return invented words for previews."""
    letter = kinds.sample()
    gap = _("%(name)s has to agree: we have sent them a letter with a button.") % {"name": "Ana"}
    return replace(letter, shared={**letter.shared, "gap": gap})
