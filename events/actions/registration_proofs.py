"""What waits for a proof: confirmed when the address is proved, held from the letter on, or put on another address."""

from datetime import datetime

from django.db import transaction

from bookings import seats
from bookings.deadlines import hold_until
from bookings.models import State
from events import registration_rules as rules
from events.actions import accommodations, asking, attending, guardians, questions
from events.actions.registrations import call_by
from events.models import AccommodationRequest, Event, Question, Registration
from intake.refusal import Refused
from mailing import proof
from people import consents
from people.models import Person, User


def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: confirm what is held, let what is late in where a place is free, else into the waitlist."""
    found = list(Registration.objects.filter(pk__in=ids).select_related("person").order_by("event_id", "pk"))
    rules.hold_addresses([registration.person for registration in found])
    for registration in found:
        registration = attending.locked(registration)
        _settle_what_was_asked(registration, by, now)
        if registration.link_id or registration.state == State.EXPIRED:
            _settle_one(registration, by, now)
        proved = {"email_confirmed_at": now} if registration.person.email else {"phone_confirmed_at": now}
        Person.objects.filter(pk=registration.person_id).update(active_at=now, **proved)


def _settle_what_was_asked(registration, by, now):
    """What would help, and the question in advance, wait for the same code."""
    accommodations.settle_with(registration=registration, by=by, now=now)
    questions.settle_with(registration=registration, by=by, now=now)


def _settle_one(registration, by, now):
    event = registration.event
    if _is_past(event, now) or registration.others_of_the_person().exists():  # the person registered again after this hold expired
        return
    try:
        rules.check_places_per_address(registration)
    except Refused:
        attending.leave(registration, State.DECLINED, now)
        accommodations.withdraw_with(registration=registration, by=by, now=now)
        return
    waited, registration.link = registration.state == State.WAITLISTED, None
    if waited:
        registration.save(update_fields=["link", "changed_at"])
        attending.offer(event, now)
    else:
        _sit_or_wait(registration, now)
    registration.refresh_from_db(fields=["state", "until"])
    if registration.state == State.EXPIRED:
        accommodations.withdraw_with(registration=registration, by=by, now=now)
    if _is_news(registration, by):
        guardians.tell(registration, now=now)


def _is_news(registration, by):
    """Whoever has just said yes on the phone is not called again to hear it; that the place was gone by then is news."""
    knows = by is not None and not registration.person.is_reached_by_email
    return registration.state in {State.WAITLISTED, State.REQUESTED} or (registration.state == State.CONFIRMED and not knows)


def _sit_or_wait(registration, now):
    """A young person's place waits for the guardian. Late where nobody waits in line: the place is gone, and the registration says so."""
    try:
        guardians.seat(registration, now)
    except seats.Full:
        registration.state, registration.until = State.WAITLISTED if registration.event.waitlist else State.EXPIRED, None
        registration.save(update_fields=["state", "until", "link", "changed_at"])


@transaction.atomic
def start_clock(*, link_id: int, now: datetime) -> None:
    """The code letter has left: what waits for it is held for 24 hours, or 30 minutes where places or time are short.

    The letter is locked by now, so this waits for no registration that somebody has in hand: the sweep finds it a minute later.
    """
    held = Registration.objects.untimed().filter(link_id=link_id).select_related("event").order_by("event_id", "pk")
    for registration in held.select_for_update(of=("self",), skip_locked=True):
        until = hold_until(now=now, starts=registration.event.starts, places_left=registration.event.places_left)
        Registration.objects.filter(pk=registration.pk).update(until=until)


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put registrations that wait for a proof on another address or number, their places kept; what another browser made is made anew as typed here.

    Returns the new link, None where nothing was left to move, and {old ref: new ref}. Raises Refused.
    """
    link, moved = None, {}
    for registration in Registration.objects.filter(pk__in=ids).order_by("event_id", "pk"):
        registration = attending.locked(registration)
        one, is_past = typed[registration.ref], _is_past(registration.event, now)
        if one["is_new"] and (is_past or registration.link_id is None):
            continue
        person = _readdressed(registration, one, email, phone)
        if is_past:
            moved[registration.ref] = _nothing_made(registration, person, now).ref
            continue
        link = link or proof.start(email=email, person=person, office=person.office, language=registration.language, now=now)
        is_there = Registration(pk=registration.pk, person=person, event=registration.event).others_of_the_person().exists()
        if one["is_new"] and is_there:
            attending.leave(registration, State.CANCELLED, now)
        elif one["is_new"]:
            _move(registration, person, link)
        else:
            made = _nothing_made(registration, person, now) if is_there else _anew(registration, person, one, link, now)
            moved[registration.ref] = made.ref
    return link, moved


def _nothing_made(registration, person, now):
    """What another browser made is not this one's to confirm or to move under a new address: a record of nothing stands in for it here."""
    values = {"event": registration.event, "person": person, "language": registration.language, "attends": registration.attends}
    return Registration.objects.create(state=State.CANCELLED, waits_since=now, **values)


def _readdressed(registration, one, email, phone):
    reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
    office, language = registration.person.office, registration.language
    return Person.objects.find_or_add(office=office, name=one["name"], language=language, apart=registration.event.apart, **reached)


def _move(registration, person, link):
    """A code letter starts the hold's clock anew when it leaves; the day by which we call stays what was said. What was asked moves along."""
    for model in (AccommodationRequest, Question):
        asking.move(model, asking.asked_with(model, registration).values_list("pk", flat=True), person=person, link=link)
    registration.person, registration.link = person, link
    if registration.state == State.HELD and link.address:
        registration.until = None
    registration.save(update_fields=["person", "link", "until", "changed_at"])
    consents.move(consent_id=registration.consent_id, person=person)


def _anew(registration, person, typed, link, now):
    """Hold a place beside another's, or wait for one. Whose guardian has to agree is not known in this browser: staff note it."""
    event, party_size = registration.event, typed["party_size"]
    rules.check_open(event, now)
    values = {
        "event": event, "person": person, "party_size": party_size, "language": registration.language, "attends": registration.attends, "link": link,
        "waits_since": now, "age_band": typed.get("age", ""),
    }  # fmt: skip
    booking = Registration(state=State.HELD, **values)
    if not link.address:
        rules.check_phone_share(event, party_size)
        booking.until = call_by(event, person, now)
    try:
        seats.take(booking=booking)
    except seats.Full:
        if not event.waitlist:
            raise
        booking = Registration.objects.create(state=State.WAITLISTED, **values)
    return booking


def _is_past(event, now):
    return event.state == Event.State.CANCELLED or event.starts <= now
