"""What happens to a sign-up after it is made: confirmed, changed, cancelled, offered. The role is locked first, always."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from bookings.deadlines import hold_until
from bookings.models import State
from intake.refusal import Refused
from mailing import letters, proof
from people.models import Person, User
from volunteers import eligibility, emails
from volunteers.models import ShiftRole, SignUp

LATE = timedelta(hours=24)  # a cancellation this close to the start is late
UNSENT_HOLD = timedelta(days=2)  # a code letter is tried for a day: what has no deadline by then waits for one that does not come


def locked(sign_up):
    """Return the sign-up, fresh and locked after its role."""
    seats.lock(ShiftRole(pk=sign_up.shift_role_id))
    return (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("person__office", "shift_role__opportunity__office", "shift_role__shift")
        .get(pk=sign_up.pk)
    )


def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: confirm what is held, let what is late in where a place is free, else into the waitlist."""
    found = list(SignUp.objects.filter(pk__in=ids).select_related("person").order_by("shift_role_id", "pk"))
    eligibility.hold_addresses([sign_up.person for sign_up in found])
    for sign_up in found:
        sign_up = locked(sign_up)
        if sign_up.link_id or sign_up.state == State.EXPIRED:
            _settle_one(sign_up, by, now)
        proved = {"email_confirmed_at": now} if sign_up.person.email else {"phone_confirmed_at": now}
        Person.objects.filter(pk=sign_up.person_id).update(active_at=now, **proved)


def _settle_one(sign_up, by, now):
    role = sign_up.shift_role
    if _is_past(role, now) or sign_up.others_of_the_person().exists():  # the person signed up again after this hold expired
        return
    try:
        eligibility.check_places_per_address(sign_up)
    except Refused:
        _leave(sign_up, State.DECLINED, now)
        return
    waited = sign_up.state == State.WAITLISTED
    sign_up.link = None
    if waited:
        sign_up.save(update_fields=["link", "changed_at"])
        _offer(role, now)
    else:
        _sit_or_wait(sign_up, now)
    sign_up.refresh_from_db(fields=["state", "until"])
    if sign_up.state in {State.CONFIRMED, State.WAITLISTED}:
        emails.placed(sign_up, now=now)


def _is_past(role, now):
    return role.is_cancelled or bool(role.shift and role.shift.starts <= now)


def _sit_or_wait(sign_up, now):
    """Late where nobody waits in line: the place is gone, and the sign-up says so."""
    try:
        seats.occupy(booking=sign_up, state=State.CONFIRMED, now=now)
    except seats.Full:
        sign_up.state, sign_up.until = State.WAITLISTED if sign_up.shift_role.waitlist else State.EXPIRED, None
        sign_up.save(update_fields=["state", "until", "link", "changed_at"])


def _leave(sign_up, state, now, *, late=False):
    """Give the place back, take back letters not yet sent, and offer what is free, all in this transaction."""
    sign_up.state, sign_up.until, sign_up.late = state, None, late
    if state != State.EXPIRED:
        sign_up.link = None
    sign_up.save(update_fields=["state", "until", "late", "link", "changed_at"])
    letters.cancel(about=[sign_up.ref], now=now)
    _offer(sign_up.shift_role, now)


def _offer(role, now):
    for offered in seats.offer_free_places(seats=role, bookings=SignUp.objects.filter(shift_role=role), now=now):
        emails.waitlist_offer(offered, now=now)


@transaction.atomic
def confirm(*, sign_up: SignUp, by: User, now: datetime) -> SignUp:
    """Staff confirm somebody who is held, waiting or late. Raises Full and Refused."""
    sign_up = locked(sign_up)
    if sign_up.state in {State.CONFIRMED, State.ATTENDED}:
        raise Refused(_("This sign-up is confirmed already."))
    if sign_up.person.forgotten_at:
        raise Refused(_("This person asked us to forget them, so nobody can be confirmed here."))
    eligibility.check_open(sign_up.shift_role, now)
    sign_up.link, sign_up.entered_by = None, by
    seats.occupy(booking=sign_up, state=State.CONFIRMED, now=now)
    emails.placed(sign_up, now=now)
    return sign_up


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
    is_late = bool(shift) and shift.starts - now < LATE and sign_up.state == State.CONFIRMED
    _leave(sign_up, State.CANCELLED, now, late=is_late)
    if was_proved:
        emails.cancelled(sign_up, by_office=by is not None, now=now)
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
        eligibility.check_party(party_size, sign_up.person.office)
        eligibility.check_places_per_address(sign_up)
    seats.resize(booking=sign_up)
    if party_size < before:
        _offer(sign_up.shift_role, now)
    if sign_up.link_id is None and sign_up.state == State.CONFIRMED:
        emails.changed(sign_up, now=now)
    return sign_up


@transaction.atomic
def accept_offer(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Take the offered place before its deadline. Raises Refused."""
    sign_up = locked(sign_up)
    if sign_up.state == State.CONFIRMED:
        return sign_up
    if sign_up.state != State.OFFERED or sign_up.until <= now or sign_up.shift_role.is_cancelled:
        raise Refused(_("This offer has ended. The place went to the next person in line."))
    seats.occupy(booking=sign_up, state=State.CONFIRMED, now=now)
    emails.placed(sign_up, now=now)
    return sign_up


@transaction.atomic
def decline_offer(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Give the offered place to the next in line. Raises Refused."""
    sign_up = locked(sign_up)
    if sign_up.state == State.DECLINED:
        return sign_up
    if sign_up.state != State.OFFERED:
        raise Refused(_("There is no offer to decline. Nothing was changed."))
    _leave(sign_up, State.DECLINED, now)
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
def leave_expired(*, pk: int, now: datetime) -> None:
    """End a hold or an offer whose deadline has passed, or a wait nobody proved; the place is offered to the next in line."""
    sign_up = SignUp.objects.filter(pk=pk).first()
    if sign_up is None:
        return
    sign_up = locked(sign_up)
    if _is_over(sign_up, now) or (sign_up.state == State.WAITLISTED and sign_up.link_id):
        _leave(sign_up, State.EXPIRED, now)


def _is_over(sign_up, now):
    if sign_up.state == State.HELD and sign_up.until is None:
        return sign_up.changed_at < now - UNSENT_HOLD
    return sign_up.state in {State.HELD, State.OFFERED} and sign_up.until is not None and sign_up.until <= now


@transaction.atomic
def leave_forgotten(*, pk: int, now: datetime) -> None:
    """Give the place of a person who is being forgotten to the next in line; nobody is written to about it."""
    sign_up = locked(SignUp.objects.get(pk=pk))
    if sign_up.state in State.OPEN:
        _leave(sign_up, State.CANCELLED, now)


@transaction.atomic
def start_clock(*, link_id: int, now: datetime) -> None:
    """The code letter has left: what waits for it is held for 24 hours, or 30 minutes where places or time are short.

    The letter is locked by now, so this waits for no sign-up that somebody has in hand: the sweep finds it a minute later.
    """
    held = SignUp.objects.untimed().filter(link_id=link_id).select_related("shift_role__shift").order_by("shift_role_id", "pk")
    for sign_up in held.select_for_update(of=("self",), skip_locked=True):
        role = sign_up.shift_role
        until = hold_until(now=now, starts=role.shift and role.shift.starts, places_left=role.places_left)
        SignUp.objects.filter(pk=sign_up.pk).update(until=until)


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str, now: datetime):
    """Put sign-ups that wait for a proof on another address, their places kept; what another browser made is made anew as typed here.

    Returns the new link and {old ref: new ref}. Raises Refused.
    """
    link, moved = None, {}
    for sign_up in SignUp.objects.filter(pk__in=ids).order_by("shift_role_id", "pk"):
        sign_up = locked(sign_up)
        one, old = typed[sign_up.ref], sign_up.person
        if _is_past(sign_up.shift_role, now) or (one["is_new"] and sign_up.link_id is None):
            continue
        person = Person.objects.find_or_add(office=old.office, name=one["name"], email=email, phone=one["phone"], language=sign_up.language)
        link = link or proof.start(email=email, person=person, office=person.office, language=sign_up.language, now=now)
        if SignUp(pk=sign_up.pk, person=person, shift_role=sign_up.shift_role).others_of_the_person().exists():
            if one["is_new"]:
                _leave(sign_up, State.CANCELLED, now)
        elif one["is_new"]:
            _move(sign_up, person, link)
        else:
            moved[sign_up.ref] = _anew(sign_up, person, one["party_size"], link, now).ref
    if link is None:
        raise Refused(_("There is nothing left to confirm here."))
    return link, moved


def _move(sign_up, person, link):
    sign_up.person, sign_up.link = person, link
    if sign_up.state == State.HELD:
        sign_up.until = None
    sign_up.save(update_fields=["person", "link", "until", "changed_at"])


def _anew(sign_up, person, party_size, link, now):
    """Hold a place beside another's, or wait for one."""
    role = sign_up.shift_role
    eligibility.check_open(role, now)
    values = {"shift_role": role, "person": person, "party_size": party_size, "language": sign_up.language, "link": link, "waits_since": now}
    try:
        booking = SignUp(state=State.HELD, **values)
        seats.take(booking=booking)
    except seats.Full:
        if not role.waitlist:
            raise
        booking = SignUp.objects.create(state=State.WAITLISTED, **values)
    return booking
