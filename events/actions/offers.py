"""Taking a place that was offered, or that staff give: confirmed at once, or kept until a guardian has agreed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import offers, seats
from bookings.models import State
from events import guardians as young
from events import registration_rules as rules
from events import registration_words as words
from events.actions import accommodations, guardians, questions
from events.actions.attending import leave, locked
from events.letters import registrations as letters
from events.models import Registration
from intake.refusal import Refused
from people.models import User


@transaction.atomic
def accept_offer(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Take the offered place before its deadline; a young person's is kept until the guardian has agreed. Raises Refused."""
    registration = locked(registration)
    if registration.state == State.WAITLISTED:  # back in line: the event was called off or put off meanwhile
        raise Refused(words.next_words(registration, now) or words.state(registration))
    if offers.is_taken(registration, is_off=registration.event.is_cancelled, now=now):
        return registration
    guardians.seat(registration, now)
    guardians.tell(registration, now=now)
    return registration


@transaction.atomic
def decline_offer(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Give the offered place to the next in line. Raises Refused."""
    registration = locked(registration)
    if offers.is_declined(registration):
        return registration
    leave(registration, State.DECLINED, now)
    accommodations.withdraw_with(registration=registration, by=by, now=now)
    return registration


@transaction.atomic
def confirm(*, registration: Registration, by: User, now: datetime) -> Registration:
    """Staff confirm somebody who is held, waiting, offered or late; a guardian's consent is noted first and not passed over. Raises Full and Refused."""
    registration = locked(registration)
    offers.check_can_be_given(registration, said=_("This registration is confirmed already."))
    rules.check_open(registration.event, now)
    if young.is_missing(registration):
        raise Refused(_("The guardian has not agreed yet. Note the consent first."), code="guardian")
    accommodations.settle_with(registration=registration, by=by, now=now)
    questions.settle_with(registration=registration, by=by, now=now)
    accommodations.ask_again_with(registration=registration, by=by, now=now)
    registration.link, registration.entered_by, registration.late = None, by, False
    seats.occupy(booking=registration, state=State.CONFIRMED, now=now, also=["entered_by", "late"])
    letters.placed(registration, now=now)
    return registration
