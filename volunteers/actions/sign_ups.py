"""What happens to a sign-up after it is made: confirmed, changed, cancelled, offered. The role is locked first, always."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import limits, seats
from bookings.models import State
from intake.refusal import Refused
from mailing import letters
from people.models import User
from volunteers import eligibility, emails
from volunteers.models import Group, ShiftRole, SignUp

UNSENT_HOLD = timedelta(days=2)  # a code letter is tried for a day: what has no deadline by then waits for one that does not come


def locked(sign_up):
    """Return the sign-up, fresh and locked after its role."""
    seats.lock(ShiftRole(pk=sign_up.shift_role_id))
    return (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("person__office", "shift_role__opportunity__office", "shift_role__shift")
        .get(pk=sign_up.pk)
    )


def leave(sign_up, state, now, *, late=False):
    """Give the place back, take back letters not yet sent, and offer what is free, all in this transaction.

    That something is called off is still told to whoever had a place until its time ran out.
    """
    sign_up.state, sign_up.until, sign_up.late = state, None, late
    if state != State.EXPIRED:
        sign_up.link = None
    sign_up.save(update_fields=["state", "until", "late", "link", "changed_at"])
    if state != State.EXPIRED or not sign_up.shift_role.is_cancelled:
        letters.cancel(about=[sign_up.ref], now=now)
    offer(sign_up.shift_role, now)


def offer(role, now):
    """Offer what is free to the next in line, and write to them."""
    for offered in seats.offer_free_places(seats=role, bookings=SignUp.objects.filter(shift_role=role), now=now):
        emails.waitlist_offer(offered, now=now)


@transaction.atomic
def cancel(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Cancel a sign-up up to the start; the freed place is offered at once. Doing it twice changes nothing more. Raises Refused."""
    sign_up = locked(sign_up)
    shift = sign_up.shift_role.shift
    if sign_up.state == State.CANCELLED:
        return sign_up
    if sign_up.state not in State.OPEN:
        raise Refused(_("This sign-up is not open any more. Nothing was changed."))
    if by is None and shift and shift.starts <= now:
        raise Refused(_("The shift has already begun. Please call us instead."))
    was_proved = sign_up.link_id is None
    is_late = bool(shift) and now > shift.late_from and sign_up.state == State.CONFIRMED
    leave(sign_up, State.CANCELLED, now, late=is_late)
    if was_proved:
        emails.cancelled(sign_up, by_office=by is not None, now=now)
    if is_late and by is None:
        emails.cancelled_late(sign_up, now=now)
    return sign_up


@transaction.atomic
def change_party(*, sign_up: SignUp, party_size: int, by: User | None, now: datetime) -> SignUp:
    """Change how many come. Raises Full when more do not fit (nothing is changed then) and Refused."""
    if by is None:
        eligibility.hold_addresses([sign_up.person])
    sign_up = locked(sign_up)
    shift = sign_up.shift_role.shift
    if sign_up.state not in State.OPEN:
        raise Refused(_("This sign-up is not open any more. Nothing was changed."))
    if by is None and shift and shift.starts <= now:
        raise Refused(_("The shift has already begun. Please call us instead."))
    if sign_up.shift_role.is_cancelled:
        raise Refused(_("This was called off. There is nothing to change."))
    before, sign_up.party_size = sign_up.party_size, party_size
    if party_size == before:
        return sign_up
    if by is None:
        limits.check_party(party_size, sign_up.person.office, is_group=Group.objects.filter(sign_up=sign_up).exists())
        eligibility.check_places_per_address(sign_up)
    seats.resize(booking=sign_up)
    if party_size < before:
        offer(sign_up.shift_role, now)
    if sign_up.link_id is None and sign_up.state == State.CONFIRMED:
        emails.changed(sign_up, now=now)
    return sign_up


@transaction.atomic
def answer_coming(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Note that the person is coming; no answer keeps the place too. Raises Refused."""
    sign_up = locked(sign_up)
    if sign_up.state != State.CONFIRMED:
        raise Refused(_("This sign-up is not confirmed, so there is nothing to answer."))
    sign_up.answer, sign_up.answered_at = SignUp.Answer.COMING, now
    sign_up.save(update_fields=["answer", "answered_at", "changed_at"])
    return sign_up


@transaction.atomic
def answer_need(*, sign_up: SignUp, reply: str, by: User, now: datetime) -> SignUp:
    """Answer what would help somebody take part; the same answer again sends nothing. Raises Refused where nothing was asked."""
    sign_up = locked(sign_up)
    if not sign_up.notes:
        raise Refused(_("Nothing was asked here."))
    if sign_up.reply != reply:
        sign_up.reply, sign_up.replied_by, sign_up.replied_at = reply, by, now
        sign_up.save(update_fields=["reply", "replied_by", "replied_at", "changed_at"])
        if sign_up.link_id is None:
            emails.need_answered(sign_up, now=now)
    return sign_up


@transaction.atomic
def leave_expired(*, pk: int, now: datetime) -> None:
    """End a hold, a request or an offer whose deadline has passed, or a wait nobody proved; the place is offered to the next in line."""
    sign_up = SignUp.objects.filter(pk=pk).first()
    if sign_up is None:
        return
    sign_up = locked(sign_up)
    was_requested = sign_up.state == State.REQUESTED
    if _is_over(sign_up, now) or (sign_up.state == State.WAITLISTED and sign_up.link_id):
        leave(sign_up, State.EXPIRED, now)
        if was_requested and not sign_up.link_id:
            emails.request_expired(sign_up, now=now)


def _is_over(sign_up, now):
    if sign_up.state == State.HELD and sign_up.until is None:
        return sign_up.changed_at < now - UNSENT_HOLD
    return sign_up.state in State.TIMED and sign_up.until is not None and sign_up.until <= now


@transaction.atomic
def leave_forgotten(*, pk: int, now: datetime) -> None:
    """Give the place of a person who is being forgotten to the next in line; nobody is written to about it."""
    sign_up = locked(SignUp.objects.get(pk=pk))
    if sign_up.state in State.OPEN:
        leave(sign_up, State.CANCELLED, now)
