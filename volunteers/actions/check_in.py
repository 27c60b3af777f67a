"""People check themselves in: by the code of their letter, in a browser that has proved their address, or at a kiosk."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import limits
from bookings.check_in import named, reached_at, with_code
from bookings.models import State
from intake import form_keys
from intake.refusal import Refused
from volunteers import check_in_points, codes, eligibility
from volunteers.actions import attendance
from volunteers.models import CheckInPoint, CheckInTry, ShiftRole, SignUp

HERE = {State.CONFIRMED, State.ATTENDED, State.WALK_IN}
KNOWN = HERE | {State.NO_SHOW, State.EXCUSED}


@transaction.atomic
def by_code(*, point: CheckInPoint, typed: str, browser: str, now: datetime) -> SignUp | None:
    """Check in whoever has the code. None when nobody here has it: mistyped, foreign and unknown are the same, and each counts as a try.

    Doing it twice changes nothing more. Raises Refused too early, too late, when it was called off, and after too many tries.
    """
    point = _held(point)
    eligibility.check_tries(point, browser, now)
    found = with_code(_expected(check_in_points.shifts_of(point)), typed, among=codes.among)
    if found is None:
        _count(point, browser, now)
        return None
    return arrive(point=point, sign_up=found, now=now)


@transaction.atomic
def at_kiosk(*, point: CheckInPoint, typed: str, first_name: str, browser: str, key: str, now: datetime, is_late_post: bool = False) -> SignUp | None:
    """Check in whoever has the code, phone number or email address that was typed at a kiosk, once per form key. None when nobody has.

    Where several people share a number the first name decides. Raises Refused as `by_code` does, and when it needs the first name.
    """
    sending = form_keys.use(
        key=key or form_keys.new_key(), browser=attendance.holder_of(point), content=["check in", typed.strip().lower(), first_name], now=now
    )
    if sending.first:
        return SignUp.objects.select_related("person").get(pk=sending.first["sign_up"])
    point = _held(point)
    eligibility.check_tries(point, browser, now)
    expected = _expected(check_in_points.shifts_of(point))
    by_code = with_code(expected, typed, among=codes.among)
    people = [by_code] if by_code else reached_at(expected, typed)
    if not people:
        _count(point, browser, now)
        return None
    arrived = arrive(point=point, sign_up=_one_of(people, first_name, now), now=now, is_late_post=is_late_post)
    form_keys.remember(sending, result={"sign_up": arrived.pk})
    return arrived


@transaction.atomic
def arrive(*, point: CheckInPoint, sign_up: SignUp, now: datetime, is_late_post: bool = False) -> SignUp:
    """Note that somebody who is expected has come; doing it twice changes nothing more. What somebody else has noted stays. Raises Refused."""
    eligibility.check_checks_in(sign_up.shift_role.shift, now, is_late_post=is_late_post)
    if sign_up.state not in KNOWN:
        raise Refused(_("You are not signed up for this shift any more. Please ask the person who leads it."), code="gone")
    if sign_up.state not in HERE:
        raise Refused(_("Please ask the person who leads the shift: something else was noted for you."), code="noted")
    return attendance.mark(sign_up=sign_up, state=State.ATTENDED, by=point, now=now) if sign_up.state == State.CONFIRMED else sign_up


@transaction.atomic
def write_down(*, point: CheckInPoint, shift_role: ShiftRole, name: str, party_size: int, browser: str, key: str, now: datetime) -> SignUp:
    """Somebody without a sign-up writes down their own name where the lead allows it, once per form key. Raises Refused."""
    if not point.takes_walk_ins:
        raise Refused(_("Please ask the person who leads the shift: they write down your name."), code="ask")
    eligibility.check_checks_in(shift_role.shift, now, is_late_post=point.kind == CheckInPoint.Kind.KIOSK)
    limits.check_party(party_size, shift_role.opportunity.office)
    point = _held(point)
    eligibility.check_tries(point, browser, now)
    before = SignUp.objects.filter(shift_role=shift_role).count()
    walk_in = attendance.add_walk_in(shift_role=shift_role, name=name, party_size=party_size, key=key, by=point, now=now)
    if SignUp.objects.filter(shift_role=shift_role).count() > before:
        _count(point, browser, now)
    return walk_in


def _held(point):
    """One at a time types at a point, so that tries are counted right."""
    return CheckInPoint.objects.select_for_update(of=("self",)).select_related("shift__opportunity__office", "shift__venue").get(pk=point.pk)


def _count(point, browser, now):
    CheckInTry.objects.create(point=point, browser=browser, tried_at=now)


def _expected(shifts):
    found = SignUp.objects.filter(shift__in=shifts, state__in=KNOWN, link=None, person__forgotten_at=None)
    return found.select_related("person", "shift_role__shift", "shift_role__opportunity").order_by("shift__starts", "pk")


def _one_of(people, first_name, now):
    """Return the one who stands here, and of their shifts the one that is on now."""
    of_one = named(people, first_name, said=_("We cannot tell who you are. Please ask the person who leads the shift."))
    return min(of_one, key=lambda one: (not _is_on(one, now), one.state != State.CONFIRMED, abs(one.shift_role.shift.starts - now)))


def _is_on(sign_up, now):
    try:
        eligibility.check_checks_in(sign_up.shift_role.shift, now)
    except Refused:
        return False
    return True
