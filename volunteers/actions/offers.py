"""Taking a place that was offered, or that staff give: confirmed at once, or kept until what is missing is clear."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import offers, seats
from bookings.models import State
from intake.refusal import Refused
from people.models import User
from volunteers import conditions, eligibility, emails
from volunteers.actions import requests
from volunteers.actions.sign_ups import leave, locked
from volunteers.models import SignUp


@transaction.atomic
def accept_offer(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Take the offered place before its deadline. Raises Refused."""
    sign_up = locked(sign_up)
    if sign_up.shift_role.is_cancelled:
        raise Refused(_("This was called off. Please choose another date."), code="cancelled")
    if offers.is_taken(sign_up, is_off=False, now=now):
        return sign_up
    requests.tell(sign_up, requests.seat(sign_up, now), now=now)
    return sign_up


@transaction.atomic
def decline_offer(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Give the offered place to the next in line. Raises Refused."""
    sign_up = locked(sign_up)
    if offers.is_declined(sign_up):
        return sign_up
    leave(sign_up, State.DECLINED, now)
    return sign_up


@transaction.atomic
def confirm(*, sign_up: SignUp, by: User, now: datetime) -> SignUp:
    """Staff confirm somebody who is held, waiting, requested or late: that approves an applicant too.

    A guardian's consent, a training or a check is noted first and not passed over; an agreement can be signed at the site.
    Raises Full and Refused.
    """
    sign_up = locked(sign_up)
    offers.check_can_be_given(sign_up, said=_("This sign-up is confirmed already."))
    eligibility.check_open(sign_up.shift_role, now)
    _check_nothing_is_passed_over(conditions.missing(sign_up, now))
    sign_up.link, sign_up.entered_by, sign_up.late = None, by, False
    seats.occupy(booking=sign_up, state=State.CONFIRMED, now=now, also=["entered_by", "late"])
    requests.approve_with(sign_up, by=by, now=now)
    emails.placed(sign_up, now=now)
    return sign_up


def _check_nothing_is_passed_over(gaps):
    for gap in gaps:
        if gap.kind == conditions.GUARDIAN:
            raise Refused(_("The guardian has not agreed yet. Note the consent first."), code="guardian")
        if gap.kind == conditions.REQUIREMENT and not gap.requirement.is_waiver:
            raise Refused(_("This is not noted for the person yet: %(requirement)s. Note it first.") % {"requirement": gap.requirement}, code="requirement")
