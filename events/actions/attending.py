"""What happens to a registration after it is made: changed, cancelled, given back. The event is locked first, always."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import limits, seats
from bookings.models import State
from events import registration_rules as rules
from events import registration_words as words
from events.actions import accommodations
from events.letters import guardians as guardian_letters
from events.letters import registrations as letters
from events.models import Event, Registration
from intake.refusal import Refused
from mailing.letters import cancel as take_back_letters
from people.models import User

UNSENT_HOLD = timedelta(days=2)  # a code letter is tried for a day: what has no deadline by then waits for one that does not come


def locked(registration: Registration) -> Registration:
    """Return the registration, fresh and locked after its event."""
    seats.lock(Event(pk=registration.event_id))
    return Registration.objects.select_for_update(of=("self",)).select_related("person__office", "event__office").get(pk=registration.pk)


def leave(registration: Registration, state: State, now: datetime, *, late: bool = False) -> None:
    """Give the place back, take back letters not yet sent, and offer what is free, all in this transaction."""
    registration.state, registration.until, registration.late = state, None, late
    if state != State.EXPIRED:
        registration.link = None
    registration.save(update_fields=["state", "until", "late", "link", "changed_at"])
    take_back_letters(about=[registration.ref], now=now)
    offer(registration.event, now)


def offer(event: Event, now: datetime) -> None:
    """Offer what is free to the next in line, and write to them."""
    for offered in seats.offer_free_places(seats=event, bookings=Registration.objects.filter(event=event), now=now):
        letters.offered(offered, now=now)


@transaction.atomic
def cancel(*, registration: Registration, by: User | None, now: datetime, said_so: bool = False) -> Registration:
    """Cancel a registration up to the start; the freed place is offered at once. Doing it twice changes nothing more. Raises Refused.

    `said_so`: staff note what its owner has just said on the phone. That is told to whoever must know, and to the owner only in writing.
    """
    registration = locked(registration)
    if registration.state == State.CANCELLED:
        return registration
    rules.check_changes(registration, by, now)
    was_proved, event = registration.link_id is None, registration.event
    is_late = event.state == Event.State.PUBLISHED and now > event.late_from and registration.state == State.CONFIRMED
    leave(registration, State.CANCELLED, now, late=is_late)
    accommodations.withdraw_with(registration=registration, by=by, now=now)
    own_word = by is None or said_so
    if was_proved and (not said_so or registration.person.is_reached_by_email):
        letters.cancelled(registration, by_office=not own_word, now=now)
    if is_late and own_word:
        letters.cancelled_late(registration, now=now)
    return registration


@transaction.atomic
def change_party(*, registration: Registration, party_size: int, by: User | None, now: datetime) -> Registration:
    """Change how many come. Raises Full when more do not fit (nothing is changed then) and Refused."""
    if by is None:
        rules.hold_addresses([registration.person])
    registration = locked(registration)
    rules.check_changes(registration, by, now)
    if registration.event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled. There is nothing to change."))
    before, registration.party_size = registration.party_size, party_size
    if party_size == before:
        return registration
    if party_size > before and by is None and registration.event.state == Event.State.POSTPONED:  # places are kept for those in line
        raise Refused(words.next_words(registration, now) or words.state(registration), field="party_size")
    if by is None:
        limits.check_party(party_size, registration.person.office, is_group=bool(registration.organization))
        rules.check_places_per_address(registration)
    seats.resize(booking=registration)
    if party_size < before:
        offer(registration.event, now)
    if registration.link_id is None and registration.state == State.CONFIRMED:
        letters.changed(registration, now=now)
    return registration


@transaction.atomic
def answer_coming(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Note that the person is coming; no answer keeps the place too. Raises Refused where there is nothing to come to."""
    registration = locked(registration)
    rules.check_can_come(registration.event, now)
    if registration.state != State.CONFIRMED:
        raise Refused(_("This registration is not confirmed, so there is nothing to answer."))
    registration.answer, registration.answered_at = Registration.Answer.COMING, now
    registration.save(update_fields=["answer", "answered_at", "changed_at"])
    return registration


@transaction.atomic
def leave_expired(*, pk: int, now: datetime) -> None:
    """End a hold, an offer or a wait for a guardian whose deadline has passed, or a wait nobody proved; the place is offered to the next in line.

    What was asked on the form goes too, but for what waits for its proof: that can still be proved late.
    """
    registration = Registration.objects.filter(pk=pk).first()
    if registration is None:
        return
    registration = locked(registration)
    was_requested = registration.state == State.REQUESTED
    if _is_over(registration, now) or (registration.state == State.WAITLISTED and registration.link_id):
        leave(registration, State.EXPIRED, now)
        if registration.link_id is None:
            accommodations.withdraw_with(registration=registration, by=None, now=now)
        if was_requested:
            guardian_letters.expired(registration, now=now)


def _is_over(registration, now):
    if registration.state == State.HELD and registration.until is None:
        return registration.changed_at < now - UNSENT_HOLD
    if registration.state == State.REQUESTED and registration.event.state == Event.State.POSTPONED:
        return False  # nobody knows the date yet: the guardian is asked again when it is set
    return registration.state in State.TIMED and registration.until is not None and registration.until <= now


@transaction.atomic
def leave_forgotten(*, pk: int, now: datetime) -> None:
    """Give the place of a person who is being forgotten to the next in line; nobody is written to about it."""
    registration = locked(Registration.objects.get(pk=pk))
    if registration.state in State.OPEN:
        leave(registration, State.CANCELLED, now)
