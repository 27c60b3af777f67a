"""A young person's place waits for a guardian's yes: kept three days, the guardian asked, reminded once, and given back without an answer."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bookings import seats
from bookings.consents import answers
from bookings.deadlines import kept_until
from bookings.models import State
from events import guardians
from events.actions import accommodations, attending
from events.letters import guardians as guardian_letters
from events.letters import registrations as letters
from events.models import DoorLink, Event, Registration
from intake.refusal import Refused
from people import consents
from people.consents import Guardian
from people.models import GuardianConsent, User


def ask(registration: Registration, guardian: Guardian | None, *, now: datetime) -> None:
    """Note who has to agree to a new registration, unless a consent for the whole series is there; the letter leaves with `tell`. Raises Refused."""
    if guardian is not None and guardians.is_missing(registration):
        registration.consent = consents.ask(person=registration.person, guardian=guardian, age_band=registration.age_band, now=now)
        registration.save(update_fields=["consent", "changed_at"])


def place_for(registration: Registration, now: datetime) -> None:
    """Say which place a new registration gets, before it is stored: confirmed, or kept for a guardian's yes."""
    registration.state, registration.until = State.CONFIRMED, None
    if guardians.is_missing(registration):
        registration.state, registration.until = State.REQUESTED, kept_until(now=now, starts=registration.event.starts)


def seat(registration: Registration, now: datetime) -> None:
    """Give a stored registration its place: confirmed, or kept for a guardian's yes. Raises Full."""
    is_missing = guardians.is_missing(registration)
    seats.occupy(booking=registration, state=State.REQUESTED if is_missing else State.CONFIRMED, now=now)
    if is_missing:
        registration.until = kept_until(now=now, starts=registration.event.starts)
        registration.save(update_fields=["until", "changed_at"])


def tell(registration: Registration, *, now: datetime) -> None:
    """Write what came of it: “you are registered”, or “a place is kept for you”, and then the guardian is asked."""
    if registration.state != State.REQUESTED:
        letters.placed(registration, now=now)
        return
    if registration.consent_id:
        guardian_letters.asked(registration, now=now)
    guardian_letters.requested(registration, now=now)


@transaction.atomic
def look_again(*, registration: Registration, by: User | None, now: datetime) -> Registration:
    """Confirm a kept place when the guardian has agreed; else leave it as it is. Safe to run twice."""
    registration = attending.locked(registration)
    event = registration.event
    if registration.state != State.REQUESTED or registration.link_id or event.state == Event.State.CANCELLED or _is_over(event, now):
        return registration
    if not guardians.is_missing(registration):
        seats.occupy(booking=registration, state=State.CONFIRMED, now=now)
        letters.placed(registration, now=now)
    return registration


def is_to_come(registration: Registration, now: datetime) -> bool:
    """The event is neither over nor cancelled; one that is put off is still to come."""
    event = registration.event
    return event.state in {Event.State.PUBLISHED, Event.State.POSTPONED} and not _is_over(event, now)


def _is_over(event, now):
    return event.state != Event.State.POSTPONED and event.starts <= now


def agreed(*, booking: Registration, consent: GuardianConsent, now: datetime) -> None:
    """The guardian said yes: the place is confirmed. What waits for the same yes on other dates is found by the sweep."""
    look_again(registration=booking, by=consent.by, now=now)


def let_in(consent: GuardianConsent) -> QuerySet[Registration]:
    """Return the person's places on other dates of the series that stand on this guardian's yes alone, because it held for those too."""
    if consent.covers_until is None:
        return Registration.objects.none()
    same = Registration.objects.filter(consent=consent, event__series__isnull=False).values("event__series")
    confirmed = Registration.objects.confirmed().filter(person=consent.person_id, event__series__in=same, age_band=Registration.AgeBand.MINOR, organization="")
    return confirmed.exclude(Q(consent=consent) | Q(consent__state=GuardianConsent.State.GIVEN))


def refused(*, booking: Registration, now: datetime) -> None:
    """The guardian said no: what was agreed to for the series ends, a place that is to come is given back and offered, and the young person is told."""
    if booking.event.series_id is not None:
        consents.end_wide(GuardianConsent.objects.filter(person=booking.person_id, registrations__event__series=booking.event.series_id))
    if booking.state in {State.REQUESTED, State.CONFIRMED, State.OFFERED, State.WAITLISTED} and is_to_come(booking, now):
        attending.leave(booking, State.DECLINED, now)
        accommodations.withdraw_with(registration=booking, by=None, now=now)
        guardian_letters.said_no(booking, now=now)


@transaction.atomic
def note(*, registration: Registration, says_yes: bool, how: str, by: User | DoorLink, now: datetime) -> Registration:
    """Note what a guardian said, on paper or on the phone: staff, or a helper at the door. Raises Refused."""
    if not guardians.needs_consent(registration):
        raise Refused(_("Nobody has to agree here."), code="adult")
    answers.note(booking=registration, says_yes=says_yes, how=how, by=by if isinstance(by, User) else None, now=now)
    registration.refresh_from_db(fields=["state", "until", "consent"])
    return registration


def seen_on_paper(walk_in: Registration, *, by: User | DoorLink, now: datetime) -> None:
    """Note that somebody under 18 who walked in showed a guardian's consent; the walk-in need not be stored."""
    walk_in.age_band = Registration.AgeBand.MINOR
    walk_in.consent = consents.heard_of(person=walk_in.person, age_band=walk_in.age_band, language=walk_in.language, now=now)
    consents.write_down(walk_in.consent, says_yes=True, how=GuardianConsent.How.PAPER, by=by if isinstance(by, User) else None, now=now)


# --- By the clock, and when the event moves ----------------------------------------------------------------------------------


def sweep(*, now: datetime) -> None:
    """Confirm what became clear by itself, and remind guardians whose time is nearly over. Safe to run twice.

    Looked at without a lock first: who still waits holds nobody up, minute after minute.
    """
    waiting = Registration.objects.filter(state=State.REQUESTED, link=None).select_related("event", "consent__guardian").order_by("event_id", "pk")
    unanswered = []
    for registration in waiting:
        if not guardians.is_missing(registration):
            look_again(registration=registration, by=None, now=now)
        elif registration.event.state == Event.State.PUBLISHED:
            unanswered.append(registration)
    guardian_letters.reminded(unanswered, now=now)


def keep_longer(*, event: Event, due: datetime, now: datetime) -> None:
    """The event has another time or place: what waits for a guardian waits three days from now, and the guardian is asked (at `due`) about it as it is now.

    A constant number of statements; the event is locked by whoever calls.
    """
    waiting = Registration.objects.filter(event=event, state=State.REQUESTED, link=None)
    if event.state != Event.State.PUBLISHED or not waiting.update(until=kept_until(now=now, starts=event.starts)):
        return
    asked = waiting.filter(consent__state=GuardianConsent.State.ASKED, consent__guardian__forgotten_at=None)
    guardian_letters.asked_again(asked.select_related("consent__guardian"), period=str(event.sequence), due=due, now=now)
