"""What the letters say about a place that waits for somebody's yes."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import State
from mailing import kind_names, letters
from mailing.models import Message
from volunteers import gaps
from volunteers.letters import sign_ups as sign_up_letters

NAMES = {
    "requested": gettext_lazy("A place is kept for you"),
    "request_expired": gettext_lazy("We could not keep your place"),
    "application_declined": gettext_lazy("The office said no"),
    "guardian_said_no": gettext_lazy("The guardian said no"),
    "need_answered": gettext_lazy("What would help you take part"),
}


def register():
    """Make the letters known; called once when the portal starts."""
    kind_names.add(**NAMES)
    for kind, wanted in [
        ("requested", sign_up_letters.in_states({State.REQUESTED})),
        ("request_expired", sign_up_letters.in_states({State.EXPIRED})),
        ("application_declined", sign_up_letters.in_states({State.DECLINED})),
        ("guardian_said_no", sign_up_letters.in_states({State.DECLINED})),
        ("need_answered", lambda message, sign_up, now: bool(sign_up.reply)),
    ]:
        letters.register(
            kind, template=f"volunteers/email/{kind}", lane=Message.Lane.URGENT, load=sign_up_letters.load, context=context, wanted=wanted,
            reply_to=sign_up_letters.reply_to, sample=sample,
        )  # fmt: skip


def context(message, sign_up):
    """Return the words of a letter: those about a sign-up, what is missing, and what the office said."""
    letter = sign_up_letters.context(message, sign_up)
    own = {"gaps": [gap.text for gap in gaps.of(sign_up)], "note": message.values.get("note", ""), "need": sign_up.notes, "reply": sign_up.reply}
    return _own(letter, own, key=message.pk)


def _own(letter, own, *, key):
    """What is missing is one reader's: nothing of such a letter is shared."""
    return replace(letter, shared_key=(letter.shared_key, key), shared={**letter.shared, **own})


def sample():
    """Return invented words for previews."""
    own = {
        "gaps": [_("The office looks at your sign-up first and then writes to you, or calls you.")], "note": _("All drivers are found."),
        "need": _("A chair, please."), "reply": _("There will be chairs at every table."),
    }  # fmt: skip
    return _own(sign_up_letters.sample(), own, key="sample")
