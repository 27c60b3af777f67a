"""Proof that a notice was posted: where, when, by whom, and what it said then."""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from events import notice_words, notices
from events.actions import events
from events.models import Event, NoticePosting
from intake import form_keys
from intake.refusal import Refused
from people.models import User


@transaction.atomic
def record_posting(*, event: Event, where: str, posted_at: datetime, language: str, key: str, by: User, now: datetime) -> NoticePosting:
    """Keep that the notice was posted at a moment (aware) in a language, with its words; late where it was after the latest time. Raises Refused.

    A second sending of the same form is the same posting.
    """
    sending = form_keys.use(key=key, browser=f"user-{by.pk}", content=["posting", event.pk, where, posted_at, language], now=now)
    if sending.first:
        return NoticePosting.objects.get(pk=sending.first["posting"])
    event = events.lock(event)
    if not event.is_announced:
        raise Refused(_("Publish it first: what is posted has to be what everybody can read."), code="state")
    if posted_at > now:
        raise Refused(_("This time is still to come. Note it once the notice hangs there."), field="posted_at")
    if not notice_words.is_finished(event, language):
        raise Refused(_("The notice is not finished in this language. Verify its translations first."), field="language")
    text = as_text(event, language, now)
    posting = NoticePosting.objects.create(
        event=event,
        where=where,
        posted_at=posted_at,
        language=language,
        text=text,
        is_late=notices.is_late(event, posted_at),
        sequence=event.sequence,
        by=by,
    )
    form_keys.remember(sending, result={"posting": posting.pk})
    return posting


def as_text(event: Event, language: str, now: datetime) -> str:
    """Return the notice as plain text in a language; English for one in which it is not finished."""
    words = notice_words.in_language(event, language, now=now)
    with override(words.language):
        return render_to_string("events/notice.txt", {"notice": words}).strip() + "\n"
