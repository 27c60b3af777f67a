"""Signing up: a resident's form, or staff for someone on the phone."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from bookings import limits, seats
from bookings.deadlines import hold_until
from bookings.models import State
from intake import form_keys
from mailing import proof
from mailing.outcomes import Outcome, as_before
from people import consents
from people.consents import Guardian
from people.models import Person, User
from places.office_days import next_office_day_end
from volunteers import eligibility, emails
from volunteers.actions import requests, sign_ups
from volunteers.models import Group, Hold, ShiftRole, SignUp


@dataclass(frozen=True)
class Form:
    """What a resident typed, cleaned: one of email and phone is there; `notes` is what would help them take part.

    `age` is a band (adult, minor, below the minimum), `waiver` the id of the text that was agreed to; a group has a name.
    """

    name: str
    email: str
    phone: str
    party_size: int
    language: str
    notes: str = ""
    waitlist: bool = False
    age: str = ""
    guardian: Guardian | None = None
    children: int = 0
    waiver: int | None = None
    group_name: str = ""
    group_names: tuple[str, ...] = ()


@transaction.atomic
def sign_up(*, shift_role: ShiftRole, form: Form, proved: set[str], key: str, browser: str, now: datetime, hold: Hold | None = None) -> Outcome:
    """Sign a resident up, once per form key and what was typed; on the places kept for a partner (`hold`) where its link was opened.

    In a browser that has proved the address the place is theirs at once; otherwise it is held until the code is typed
    (or the office has called). Raises Full when no place is left and the waitlist was not asked for, and Refused.
    """
    sending = form_keys.use(key=key, browser=browser, content=[shift_role.pk, asdict(form), hold and hold.pk], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    office = shift_role.opportunity.office
    eligibility.check_open(shift_role, now)
    eligibility.check_window(shift_role, now)
    limits.check_party(form.party_size, office, is_group=bool(form.group_name))
    eligibility.check_answers(shift_role.opportunity, form)
    person = Person.objects.find_or_add(office=office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    place = _place if form.email and form.email in proved else _hold
    outcome = place(shift_role=shift_role, person=person, form=form, hold=hold, now=now)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _hold(*, shift_role, person, form, hold, now):
    link = proof.start(email=form.email, person=person, office=person.office, language=form.language, now=now)
    if link.is_known_here:
        limits.check_held(SignUp.objects.all(), form.email, form.phone)
    state = _state_for_newcomer(shift_role, form, seat_state=State.HELD, hold=hold)
    booking = _booking(shift_role, person, form, state=state, now=now, link=link, hold=hold)
    if not form.email and state == State.HELD:
        seats.lock(shift_role)  # the share is counted by one at a time
        eligibility.check_phone_share(shift_role, form.party_size)
        booking.until = call_by(shift_role, person, now)
    elif link.expires and state == State.HELD:  # the code is in the inbox already, so this hold's clock starts now
        starts = shift_role.shift and shift_role.shift.starts
        booking.until = min(link.expires, hold_until(now=now, starts=starts, places_left=shift_role.places_left))
    inserted = _insert_with_answers(booking, form, now)
    return Outcome(
        ref=inserted.ref, link_id=link.pk, address=form.email or form.phone, is_new=inserted is booking,
        waits=state == State.WAITLISTED, until=booking.until.isoformat() if booking.until else "",
    )  # fmt: skip


def _place(*, shift_role, person, form, hold, now):
    state = _state_for_newcomer(shift_role, form, seat_state=State.CONFIRMED, hold=hold)
    booking = _booking(shift_role, person, form, state=state, now=now, hold=hold)
    eligibility.check_places_per_address(booking, is_group=bool(form.group_name))
    gaps = []
    if state == State.CONFIRMED:
        booking.state, gaps = requests.state_for(booking, now)
        booking.until = requests.until(booking, gaps, now) if gaps else None
    inserted = _insert_with_answers(booking, form, now)
    if inserted is booking:
        Person.objects.filter(pk=person.pk).update(email_confirmed_at=now, active_at=now, language=form.language)
        requests.tell(inserted, gaps, now=now)
    return Outcome(ref=inserted.ref)


def _state_for_newcomer(shift_role, form, *, seat_state, hold=None):
    """A newcomer sits down when there is room and nobody who would fit waits; else joins the waitlist, if that was asked for."""
    left = shift_role.places_left
    if hold is not None and left is not None and form.party_size <= hold.left:  # nobody else waits for these
        return seat_state
    if left is None or (form.party_size <= left and not seats.somebody_waits_who_fits(shift_role, bookings=shift_role.sign_ups, places_left=left)):
        return seat_state
    if form.waitlist and shift_role.waitlist:
        return State.WAITLISTED
    raise seats.full(left)


def _booking(shift_role, person, form, *, state, now, link=None, hold=None):
    return SignUp(
        shift_role=shift_role, person=person, party_size=form.party_size, state=state, language=form.language,
        notes=form.notes, link=link, age_band=form.age, children=form.children, waiver_text_id=form.waiver, hold=hold if state != State.WAITLISTED else None, waits_since=now,
    )  # fmt: skip


def _insert_with_answers(booking, form, now):
    """Insert a sign-up with its group, and note whom to ask for a young person; the sign-up that stood there already keeps what it has."""
    inserted = _insert(booking, now)
    if inserted is booking and form.group_name:
        Group.objects.create(sign_up=booking, name=form.group_name, names=list(form.group_names))
    if inserted is booking and form.guardian:
        booking.consent = consents.ask(person=booking.person, guardian=form.guardian, age_band=form.age, now=now)
        booking.save(update_fields=["consent"])
    return inserted


def call_by(shift_role, person, now):
    """Return until when a place is kept for somebody whom the office calls: the end of its next office day, never past the start (UTC)."""
    office = person.office
    until = next_office_day_end(now=now, zone=shift_role.zone, closes=office.closes)
    return min(until, shift_role.shift.starts) if shift_role.shift else until


def _insert(booking, now):
    """Insert a sign-up; a person who is already on this shift keeps the sign-up they have, which is returned instead. Raises Full and Refused."""
    role = booking.shift_role
    if booking.state == State.WAITLISTED:
        seats.lock(role)  # a seat waits for the role by itself, a place in line does not
    try:
        seats.take(booking=booking)
    except seats.OnTheList:
        return booking.others_of_the_person().get()
    eligibility.check_still_open(role, now)
    return booking


@transaction.atomic
def enter(*, shift_role: ShiftRole, form: Form, by: User, now: datetime, key: str = "") -> SignUp:
    """Staff sign up somebody who called or came by: confirmed at once, with or without an address, once per form key.

    Whoever is on the list already keeps what they have; what waits for a code waits no longer. Raises Full and Refused.
    """
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["enter", shift_role.pk, asdict(form)], now=now)
    if sending.first is not None:
        return SignUp.objects.get(pk=sending.first["sign_up"])
    inserted = _enter(shift_role, form, by, now)
    form_keys.remember(sending, result={"sign_up": inserted.pk})
    return inserted


def _enter(shift_role, form, by, now):
    eligibility.check_open(shift_role, now)
    person = Person.objects.find_or_add(office=shift_role.opportunity.office, name=form.name, email=form.email, phone=form.phone, language=form.language)
    known = SignUp.objects.live().filter(shift_role=shift_role, person=person).first()  # their own hold may be what makes it full
    if known is not None:
        return _take_up(known, by, now) if known.link_id else known
    state = _state_for_newcomer(shift_role, form, seat_state=State.CONFIRMED)
    booking = _booking(shift_role, person, form, state=state, now=now)
    booking.entered_by = by
    inserted = _insert_with_answers(booking, form, now)
    Person.objects.filter(pk=person.pk).update(active_at=now)
    if inserted is booking:
        requests.approve_with(inserted, by=by, now=now)
        emails.placed(inserted, now=now)
    return inserted


def _take_up(sign_up, by, now):
    """Somebody who has not typed the code calls: staff know who it is, so what is held is theirs, and a place in line counts."""
    sign_up = sign_ups.locked(sign_up)
    sign_up.link, sign_up.entered_by, gaps = None, by, []
    sign_up.save(update_fields=["link", "entered_by", "changed_at"])
    Person.objects.filter(pk=sign_up.person_id).update(active_at=now)
    requests.approve_with(sign_up, by=by, now=now)
    if sign_up.state == State.HELD:
        gaps = requests.seat(sign_up, now)
    requests.tell(sign_up, gaps, now=now)
    return sign_up
