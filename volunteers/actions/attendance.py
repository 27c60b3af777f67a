"""Who came: marks that can be corrected, people who walk in, and those who are only counted. The actor is staff, a lead with a link,
or, through a check-in point, the people themselves.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from bookings.check_in import has_day_come
from bookings.models import State
from bookings.ticks import MARKS, meanwhile
from intake import form_keys
from intake.refusal import Refused
from people.models import Person, User
from volunteers.actions.sign_ups import locked
from volunteers.models import CheckInPoint, Headcount, Shift, ShiftRole, SignUp, SiteLink
from volunteers.stays import minutes_of

Actor = User | SiteLink | CheckInPoint


@transaction.atomic
def tick(*, sign_up: SignUp, state: str, seen: str, key: str, by: Actor, now: datetime) -> SignUp:
    """Mark somebody as it was pressed, once per form key, however late it arrives: a phone may have been without a connection.

    `seen` is the state that stood there when it was pressed, if that is known: what somebody else has noted meanwhile stays, and
    whoever pressed is told. Raises Refused.
    """
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=["tick", sign_up.pk, state, seen], now=now)
    sign_up = locked(sign_up)
    if sending.first is not None:
        return sign_up
    if seen and sign_up.state not in {seen, state}:
        raise Refused(meanwhile(sign_up), code="meanwhile")
    return _mark(sign_up, state, now)


def holder_of(by):
    """Form keys are good for whoever got them."""
    kinds = ((User, "user"), (SiteLink, "site"), (CheckInPoint, "point"))
    return next(f"{word}:{by.pk}" for kind, word in kinds if isinstance(by, kind))


@transaction.atomic
def mark(*, sign_up: SignUp, state: str, by: Actor, now: datetime) -> SignUp:
    """Mark a sign-up as attended, did not come or excused, or back to confirmed; to excused where it was called off. Raises Refused."""
    return _mark(locked(sign_up), state, now)


def _mark(sign_up, state, now):
    if state not in MARKS or sign_up.state not in MARKS:
        raise Refused(_("Only people who were expected can be marked. Confirm the sign-up first."))
    if state == State.NO_SHOW and sign_up.shift_role.is_cancelled:
        raise Refused(_("This was called off, so nobody can be missing."))
    shift = sign_up.shift_role.shift
    check_has_come(shift, now)
    if state == State.CONFIRMED and shift and shift.cancelled_at:
        state = State.EXCUSED
    sign_up.attended_minutes = minutes_of(shift) if state == State.ATTENDED else None
    seats.occupy(booking=sign_up, state=State(state), now=now, also=["attended_minutes"])
    Person.objects.filter(pk=sign_up.person_id).update(active_at=now)
    return sign_up


def check_has_come(shift: Shift | None, now: datetime) -> None:
    """Attendance is noted from the day of the shift on, on the clock of the place, or from its check-in on. Raises Refused."""
    if not has_day_come(shift, now):
        raise Refused(_("Attendance can be marked from the day of the shift on."))


@transaction.atomic
def add_walk_in(*, shift_role: ShiftRole, name: str, by: Actor, now: datetime, party_size: int = 1, key: str = "") -> SignUp:
    """Write down somebody who came without a sign-up, once per form key: a fact, not counted against the places. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=["walk-in", shift_role.pk, name, party_size], now=now)
    if sending.first is not None:
        return SignUp.objects.get(pk=sending.first["sign_up"])
    person = Person.objects.find_or_add(office=shift_role.opportunity.office, name=name)
    walk_in = add_walk_in_as(shift_role=shift_role, person=person, party_size=party_size, by=by, now=now)
    form_keys.remember(sending, result={"sign_up": walk_in.pk})
    return walk_in


def add_walk_in_as(*, shift_role: ShiftRole, person: Person, party_size: int, by: Actor, now: datetime) -> SignUp:
    """Write down a known person who came without a sign-up, for the whole shift; runs in the caller's transaction. Raises Refused."""
    check_takes_place(shift_role)
    return SignUp.objects.create(
        shift_role=shift_role, person=person, party_size=party_size, state=State.WALK_IN, waits_since=now,
        entered_by=by if isinstance(by, User) else None, attended_minutes=minutes_of(shift_role.shift),
    )  # fmt: skip


def check_takes_place(shift_role):
    """What was called off takes nobody. Raises Refused."""
    if shift_role.is_cancelled:
        raise Refused(_("This was called off, so nobody can be added."))


@transaction.atomic
def count_nameless(*, shift_role: ShiftRole, people: int, by: Actor, now: datetime, key: str = "") -> Headcount | None:
    """Count people who came without giving a name, once per form key: they are in the totals, and nobody is made up. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=["count", shift_role.pk, people], now=now)
    if sending.first is not None:
        return Headcount.objects.filter(pk=sending.first["headcount"]).first()
    check_takes_place(shift_role)
    counted = Headcount.objects.create(
        shift_role=shift_role, people=people, attended_minutes=minutes_of(shift_role.shift), noted_at=now,
        noted_by=by if isinstance(by, User) else None, site_link=by if isinstance(by, SiteLink) else None,
    )  # fmt: skip
    form_keys.remember(sending, result={"headcount": counted.pk})
    return counted


@transaction.atomic
def take_back_count(*, shift_role: ShiftRole, by: Actor, now: datetime, key: str = "") -> None:
    """Take back what was counted last for a role, once per form key. Raises Refused where nobody was counted."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=["count back", shift_role.pk], now=now)
    if sending.first is not None:
        return
    last = Headcount.objects.select_for_update().filter(shift_role=shift_role).order_by("-pk").first()
    if last is None:
        raise Refused(_("Nobody was counted without a name."))
    last.delete()
