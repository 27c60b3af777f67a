"""Questions in advance: asked."""

from datetime import datetime

from django.db import transaction

from events.models import Event, Question
from intake.sensitive import check_no_sensitive_numbers
from mailing.models import AccessLink
from people.models import Person


@transaction.atomic
def ask(*, event: Event, person: Person | None, text: str, language: str, now: datetime, link: AccessLink | None = None) -> Question:
    """Ask a question in advance; with a `link` it waits for the proof of the address. Raises Refused."""
    check_no_sensitive_numbers(text, field="question")
    return Question.objects.create(event=event, person=person, text=text, language=language, link=link)
