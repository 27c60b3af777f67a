"""Taking a place that was offered, or that staff give: confirmed at once, or kept until a guardian has agreed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from events import guardians as young
from events import registration_rules as rules
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
    if registration.state == State.CONFIRMED:
        return registration
    if registration.state != State.OFFERED or registration.until <= now or registration.event.is_cancelled:
        raise Refused(_("This offer has ended. The place went to the next person in line."))
    guardians.seat(registration, now)
    guardians.tell(registration, now=now)
    return registration


@transaction.atomic
def decline_offer(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Give the offered place to the next in line. Raises Refused."""
    registration = locked(registration)
    if registration.state == State.DECLINED:
        return registration
    if registration.state != State.OFFERED:
        raise Refused(_("There is no offer to decline. Nothing was changed."))
    leave(registration, State.DECLINED, now)
    accommodations.withdraw_with(registration=registration, by=by, now=now)
    return registration


@transaction.atomic
def confirm(*, registration: Registration, by: User, now: datetime) -> Registration:
    """Staff confirm somebody who is held, waiting, offered or late; a guardian's consent is noted first and not passed over. Raises Full and Refused."""
    registration = locked(registration)
    if registration.state in {State.CONFIRMED, State.ATTENDED}:
        raise Refused(_("This registration is confirmed already."))
    if registration.person.forgotten_at:
        raise Refused(_("This person asked us to forget them, so nobody can be confirmed here."))
    rules.check_open(registration.event, now)
    if young.is_missing(registration):
        raise Refused(_("The guardian has not agreed yet. Note the consent first."), code="guardian")
    accommodations.settle_with(registration=registration, by=by, now=now)
    questions.settle_with(registration=registration, by=by, now=now)
    registration.link, registration.entered_by = None, by
    seats.occupy(booking=registration, state=State.CONFIRMED, now=now, also=["entered_by"])
    letters.placed(registration, now=now)
    return registration
