"""What a note of staff to the people of an event looks like: their words as they typed them, in a frame in the reader's language."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions.notes import EXPECTED, IN_LINE, KIND
from events.letters import about, standing
from events.models import Event
from mailing import kind_names, letters, proof
from mailing.models import Message


def register() -> None:
    """Make the letter known; called once when the portal starts."""
    kind_names.add(**{KIND: gettext_lazy("Note to the people of an event")})
    letters.register(
        KIND, template=f"events/email/{KIND}", lane=Message.Lane.NORMAL, load=standing.load, context=context, wanted=is_wanted, reply_to=about.reply_to, sample=sample,
    )  # fmt: skip


def is_wanted(message: Message, registration: Any, now: datetime) -> bool:
    """Whoever is excused or gone by now, or whose event is cancelled, gets no note about it."""
    return registration.state in EXPECTED | IN_LINE and registration.event.state != Event.State.CANCELLED


def context(message: Message, registration: Any) -> letters.Letter:
    """Return the facts of the event and the words of the note."""
    event, values = registration.event, message.values
    shared = {**standing.facts_of(event, timezone.now()), "subject": values.get("subject", ""), "note": values.get("text", "")}
    key = (KIND, event.pk, shared["subject"], shared["note"])
    personal = {"name": registration.person.name, "url": proof.url(registration.manage_link)}
    return letters.Letter(shared_key=key, shared=shared, personal=personal, secret={"url"})


def sample() -> letters.Letter:
    """Return invented words for previews."""
    letter = standing.sample_of(KIND)()
    letter.shared |= {"subject": _("Please come to the back door"), "note": _("The front door is being painted. Please come to the back door.")}
    return letter
