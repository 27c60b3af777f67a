"""Who came: marks that can be corrected, and people who walk in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from intake import form_keys
from intake.refusal import Refused
from people.models import Person, User
from volunteers.actions.sign_ups import locked
from volunteers.models import ShiftRole, SignUp

MARKS = {State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED}


@transaction.atomic
def mark(*, sign_up: SignUp, state: str, by: User, now: datetime) -> SignUp:
    """Mark a sign-up as attended, did not come or excused, or back to confirmed. Raises Refused."""
    sign_up = locked(sign_up)
    if state not in MARKS or sign_up.state not in MARKS:
        raise Refused(_("Only people who were expected can be marked. Confirm the sign-up first."))
    if state == State.NO_SHOW and sign_up.shift_role.is_cancelled:
        raise Refused(_("This was called off, so nobody can be missing."))
    shift = sign_up.shift_role.shift
    if shift and shift.local_starts.date() > now.astimezone(shift.zone).date():
        raise Refused(_("Attendance can be marked from the day of the shift on."))
    seats.occupy(booking=sign_up, state=State(state), now=now)
    if shift and state == State.ATTENDED:
        sign_up.attended_minutes = int((shift.ends - shift.starts).total_seconds() // 60)
    else:
        sign_up.attended_minutes = None
    sign_up.save(update_fields=["attended_minutes"])
    Person.objects.filter(pk=sign_up.person_id).update(active_at=now)
    return sign_up


@transaction.atomic
def add_walk_in(*, shift_role: ShiftRole, name: str, by: User, now: datetime, party_size: int = 1, key: str = "") -> SignUp:
    """Write down somebody who came without a sign-up, once per form key: a fact, not counted against the places. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["walk-in", shift_role.pk, name, party_size], now=now)
    if sending.first is not None:
        return SignUp.objects.get(pk=sending.first["sign_up"])
    if shift_role.is_cancelled:
        raise Refused(_("This was called off, so nobody can be added."))
    person = Person.objects.find_or_add(office=shift_role.opportunity.office, name=name)
    shift = shift_role.shift
    minutes = int((shift.ends - shift.starts).total_seconds() // 60) if shift else None
    walk_in = SignUp.objects.create(
        shift_role=shift_role, person=person, party_size=party_size, state=State.WALK_IN, waits_since=now, entered_by=by, attended_minutes=minutes
    )
    form_keys.remember(sending, result={"sign_up": walk_in.pk})
    return walk_in
