"""“I'm coming”: a resident's form, or staff for somebody on the phone."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from bookings import limits, seats
from bookings.consents import answers
from bookings.deadlines import hold_until
from bookings.models import State
from events import guardians as young
from events import registration_rules as rules
from events.actions import accommodations, attending, guardians, questions
from events.models import Event, Invitation, Registration
from intake import form_keys
from mailing import proof
from mailing.models import AccessLink
from mailing.outcomes import Outcome, as_before
from people.consents import Guardian
from people.models import GuardianConsent, Person, User
from places.office_days import next_office_day_end


@dataclass(frozen=True)
class Form:
    """What a resident typed, cleaned: one of email and phone is there.

    `age` is a band (adult, minor, below the minimum); a school or organization comes by headcount. `support` is what would help them take
    part, `support_kind` which kind it is if that was said, `question` what they want to ask in advance. `guardian` is who has to agree for somebody
    under 18; `agreed` how staff heard that they do (paper, phone), when they did.
    """

    name: str
    email: str
    phone: str
    party_size: int
    language: str
    attends: str = ""  # where there is one way only
    waitlist: bool = False
    age: str = ""
    children: int = 0
    organization: str = ""
    guardian: Guardian | None = None
    agreed: str = ""
    support: str = ""
    support_kind: str = ""
    question: str = ""


@transaction.atomic
def register(
    *, event: Event, form: Form, proved: set[str], key: str, browser: str, now: datetime, invitation: Invitation | None = None
) -> Outcome:  # fmt: skip
    """Register a resident for an event, once per form key and what was typed; where partners are invited, with their `invitation`.

    In a browser that has proved the address the place is theirs at once; otherwise it is held until the code is typed (or the office has
    called). Raises Full when no place is left and the waitlist was not asked for, and Refused.
    """
    sending = form_keys.use(key=key, browser=browser, content=["register", event.pk, asdict(form), invitation and invitation.pk], now=now)
    if sending.first is not None:
        return as_before(sending.first)
    rules.check_open(event, now)
    rules.check_invited(event, invitation)
    limits.check_party(form.party_size, event.office, is_group=bool(form.organization))
    rules.check_answers(event, form)
    place = _place if form.email and form.email in proved else _hold
    outcome = place(event, _person(event, form), form, now, invitation)
    form_keys.remember(sending, result={**asdict(outcome), "address": ""})
    return outcome


def _person(event, form):
    """Whoever comes to a sensitive event is known for that event only, under any name."""
    return Person.objects.find_or_add(office=event.office, name=form.name, email=form.email, phone=form.phone, language=form.language, apart=event.apart)


def _hold(event, person, form, now, invitation):
    link = proof.start(email=form.email, person=person, office=event.office, language=form.language, now=now)
    if link.is_known_here:
        limits.check_held(Registration.objects.all(), form.email, form.phone)
    state = _state_for_newcomer(event, form, seat_state=State.HELD)
    booking = _booking(event, person, form, state=state, now=now, link=link, invitation=invitation)
    if not form.email and state == State.HELD:
        seats.lock(event)  # the share is counted by one at a time
        rules.check_phone_share(event, form.party_size)
        booking.until = call_by(event, person, now)
    elif link.expires and state == State.HELD:  # the code is in the inbox already, so this hold's clock starts now
        booking.until = min(link.expires, hold_until(now=now, starts=event.starts, places_left=event.places_left))
    inserted = _insert(booking, now)
    _ask_guardian(inserted, booking, form, now)
    _ask(inserted, form, link, None, now)
    return Outcome(
        ref=inserted.ref, link_id=link.pk, address=form.email or form.phone, is_new=inserted is booking, waits=state == State.WAITLISTED,
        until=booking.until.isoformat() if booking.until else "",
    )  # fmt: skip


def _place(event, person, form, now, invitation):
    state = _state_for_newcomer(event, form, seat_state=State.CONFIRMED)
    booking = _booking(event, person, form, state=state, now=now, invitation=invitation)
    rules.check_places_per_address(booking)
    if state == State.CONFIRMED:
        guardians.place_for(booking, now)
    inserted = _insert(booking, now)
    _ask_guardian(inserted, booking, form, now)
    _ask(inserted, form, None, None, now)
    if inserted is booking:
        Person.objects.filter(pk=person.pk).update(email_confirmed_at=now, active_at=now, language=form.language)
        guardians.tell(inserted, now=now)
    return Outcome(ref=inserted.ref)


def _state_for_newcomer(event, form, *, seat_state):
    """A newcomer sits down when there is room and nobody who would fit waits; else joins the waitlist, if that was asked for."""
    left = event.places_left
    if left is None or (form.party_size <= left and not seats.somebody_waits_who_fits(event, bookings=event.registrations, places_left=left)):
        return seat_state
    if form.waitlist and event.waitlist:
        return State.WAITLISTED
    raise seats.full(left)


def _booking(event, person, form, *, state, now, link=None, invitation=None):
    return Registration(
        event=event, person=person, party_size=form.party_size, state=state, language=form.language, link=link, waits_since=now,
        attends=rules.way_of(event, form.attends), age_band=form.age, children=form.children, organization=form.organization, invitation=invitation,
    )  # fmt: skip


def call_by(event: Event, person: Person, now: datetime) -> datetime:
    """Return until when a place is kept for somebody whom the office calls: the end of its next office day, never past the start (UTC)."""
    return min(next_office_day_end(now=now, zone=event.zone, closes=person.office.closes), event.starts)


def _insert(booking, now):
    """Insert a registration; a person who is already registered keeps what they have, which is returned instead. Raises Full and Refused."""
    event = booking.event
    if booking.state == State.WAITLISTED:
        seats.lock(event)  # a seat waits for the event by itself, a place in line does not
    try:
        seats.take(booking=booking)
    except seats.OnTheList:
        return booking.others_of_the_person().get()
    rules.check_still_open(event, now)
    return booking


def _ask(registration: Registration, form: Form, link: AccessLink | None, by: User | None, now: datetime) -> None:
    """Pass on what would help and what is asked in advance; both wait for the same proof."""
    if form.support or form.support_kind:
        kind = form.support_kind or "other"
        accommodations.ask(
            event=registration.event, person=registration.person, registration=registration, kind=kind, language=form.language if kind == "interpreter" and form.language != "en" else "",
            text=form.support, link=link, by=by, now=now,
        )  # fmt: skip
    if form.question:
        questions.ask(event=registration.event, person=registration.person, text=form.question, language=form.language, link=link, now=now)


def _ask_guardian(inserted: Registration, booking: Registration, form: Form, now: datetime) -> None:
    """Note who has to agree for a young person; the registration that stood there already keeps what it has."""
    if inserted is booking:
        guardians.ask(booking, form.guardian, now=now)


@transaction.atomic
def enter(*, event: Event, form: Form, by: User, now: datetime, key: str = "") -> Registration:
    """Staff register somebody who called or came by, once per form key: confirmed at once, with or without an address; a young person when the guardian has agreed.

    Whoever is on the list already keeps what they have; what waits for a code waits no longer. Raises Full and Refused.
    """
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=["enter", event.pk, asdict(form)], now=now)
    if sending.first is not None:
        return Registration.objects.get(pk=sending.first["registration"])
    rules.check_open(event, now)
    rules.check_answers(event, form)
    person = _person(event, form)
    known = Registration.objects.live().filter(event=event, person=person).first()  # their own hold may be what makes the event full
    booking = known or _entered(event, person, form, by, now)
    inserted = known or _insert(booking, now)
    if known is None:
        _ask_guardian(inserted, booking, form, now)
    _ask(inserted, form, None, by, now)
    Person.objects.filter(pk=person.pk).update(active_at=now)
    if inserted.link_id or (known and form.agreed and inserted.state == State.REQUESTED):
        inserted = _take_up(inserted, form, by, now)
    elif known is None and inserted is booking:
        _tell_or_note(inserted, form, by, now)
    form_keys.remember(sending, result={"registration": inserted.pk})
    return inserted


def _entered(event, person, form, by, now):
    booking = _booking(event, person, form, state=_state_for_newcomer(event, form, seat_state=State.CONFIRMED), now=now)
    booking.entered_by = by
    if booking.state == State.CONFIRMED:
        guardians.place_for(booking, now)
    return booking


def _take_up(registration, form, by, now):
    """Somebody who has not typed the code calls: staff know who it is, so what is held is theirs, and a place in line counts; or a guardian, who agrees."""
    registration = attending.locked(registration)
    accommodations.settle_with(registration=registration, by=by, now=now)
    questions.settle_with(registration=registration, by=by, now=now)
    registration.link, registration.entered_by = None, by
    registration.save(update_fields=["link", "entered_by", "changed_at"])
    if registration.state == State.HELD:
        guardians.seat(registration, now)
    _tell_or_note(registration, form, by, now)
    return registration


def _tell_or_note(registration, form, by, now):
    """Where a young person's guardian has agreed already that is noted, and the place confirmed; what came of it is told once."""
    if form.agreed and young.is_missing(registration):
        answers.note(booking=registration, says_yes=True, how=GuardianConsent.How(form.agreed), by=by, now=now)
        registration.refresh_from_db(fields=["state", "until", "consent"])
    guardians.tell(registration, now=now)
