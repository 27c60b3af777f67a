"""What would help somebody take part: asked for."""

from datetime import datetime

from django.db import transaction

from events.models import AccommodationRequest, Event, Registration
from intake.sensitive import check_no_sensitive_numbers
from mailing.models import AccessLink
from people.models import Person, User


@transaction.atomic
def ask(
    *, event: Event, person: Person, text: str, now: datetime, registration: Registration | None = None, kind: str = "other", language: str = "",
    link: AccessLink | None = None, by: User | None = None,
) -> AccommodationRequest:  # fmt: skip
    """Ask for what would help; with a `link` it waits for the proof of the address. Raises Refused."""
    check_no_sensitive_numbers(text, field="support")
    return AccommodationRequest.objects.create(
        event=event, person=person, registration=registration, kind=kind, language=language, text=text, link=link, entered_by=by
    )
