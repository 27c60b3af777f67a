"""What a note of staff to the people of a shift looks like: their words as they typed them, in a frame in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailing import kind_names, letters
from mailing.models import Message
from volunteers.actions.notes import EXPECTED, IN_LINE
from volunteers.letters import sign_ups as sign_up_letters

KIND = "note_to_shift"


def register():
    """Make the letter known; called once when the portal starts."""
    kind_names.add(**{KIND: gettext_lazy("Note to the people of a shift")})
    letters.register(
        KIND, template=f"volunteers/email/{KIND}", lane=Message.Lane.NORMAL, load=sign_up_letters.load, context=context, wanted=wanted,
        reply_to=sign_up_letters.reply_to, sample=sample,
    )  # fmt: skip


def wanted(message, sign_up, now):
    """Whoever is excused or gone by now, or whose shift is called off, gets no note about it."""
    return sign_up.state in EXPECTED | IN_LINE and not sign_up.shift_role.is_cancelled


def context(message, sign_up):
    """Return the facts of the shift and the words of the note."""
    letter = sign_up_letters.context(message, sign_up)
    return _with_note(letter, message.values.get("subject", ""), message.values.get("text", ""))


def _with_note(letter, subject, text):
    letter.shared = {**letter.shared, "subject": subject, "note": text}
    letter.shared_key = (letter.shared_key, subject, text)
    return letter


def sample():
    """Return invented words for previews."""
    return _with_note(sign_up_letters.sample(), _("Please come to the back door"), _("The front door is being painted. Please come to the back door."))
