"""What is asked about an event, for support or in advance: while it is taken, who asks, and how much of one address may wait. Each check raises Refused."""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from events.models import Event
from intake.refusal import Refused
from mailing.models import AccessLink
from people.models import Person

WAITING_AT_ONCE = 10  # forms of one address that nobody has proved
_TAKEN = {Event.State.PUBLISHED, Event.State.POSTPONED}


def check_takes(event: Event, now: datetime) -> None:
    """It is announced and not over; while it has no new date one can ask as well."""
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled. Please do not come."), code="cancelled")
    if event.state not in _TAKEN or (event.state == Event.State.PUBLISHED and event.ends <= now):
        raise Refused(_("This event is over. If you still have a question, please call us."), code="over")


def check_waiting(model: type[Model], link: AccessLink | None) -> None:
    """One unproved address waits with only so many forms at a time."""
    if link is None:
        return
    if model._default_manager.filter(link__address_key=link.address_key)[:WAITING_AT_ONCE].count() >= WAITING_AT_ONCE:
        raise Refused(_("This address waits for its code already. Please type the code in our letter first, or call us."), field="email", code="too_many")


def person_who_asks(*, event: Event, name: str, email: str, phone: str, language: str) -> Person:
    """Return who asks: known as everywhere, and for a sensitive event known for that one only, under any name."""
    return Person.objects.find_or_add(office=event.office, name=name, email=email, phone=phone, language=language, apart=event.apart)
