"""Young people at events: whose guardian has to agree, and whether somebody has. Questions only."""

from django.utils.translation import gettext as _

from bookings.ages import OF_AGE
from bookings.consents import words as consent_words
from bookings.models import State
from events.models import Event, Registration
from people.models import GuardianConsent

SHOWN_IN = {State.REQUESTED, State.CONFIRMED}  # a consent can still be missing, and be noted
NOTED_IN = SHOWN_IN | {State.WAITLISTED, State.OFFERED}  # staff note it before they give somebody in line a place


def asks(event: Event) -> bool:
    """Young people may come, with a guardian's consent."""
    return bool(event.guardian_consent and event.minimum_age and event.minimum_age < OF_AGE)


def needs_consent(registration: Registration) -> bool:
    """A young person whose guardian has to agree. A school that comes by headcount answers for its own."""
    return registration.age_band == Registration.AgeBand.MINOR and registration.event.guardian_consent and not registration.organization


def has_consent(registration: Registration) -> bool:
    """The guardian has agreed to this event, or to the other dates of its series; the registration need not be stored."""
    if registration.consent_id and GuardianConsent.objects.given().filter(pk=registration.consent_id).exists():
        return True
    event = registration.event
    if event.series_id is None:
        return False
    return _wide(event).filter(registrations__person=registration.person_id).exists()


def _wide(event):
    """Consents given for the whole series of an event that still hold on its day."""
    return GuardianConsent.objects.given().filter(registrations__event__series=event.series_id, covers_until__gte=event.local_starts.date())


def is_missing(registration: Registration) -> bool:
    """A guardian has to agree and nobody has; one query for young people, none for others."""
    return needs_consent(registration) and not has_consent(registration)


def missing(registration: Registration) -> str:
    """Return what is missing in words, in the active language; empty where nothing is."""
    if registration.state not in SHOWN_IN or registration.event.state == Event.State.CANCELLED or not is_missing(registration):
        return ""
    paper = _("%(name)s has to agree: print the form on the page of your registration, and bring it to us signed.")
    return consent_words.missing(registration.consent, on_paper=paper)


def put_missing(registrations: list[Registration], event: Event) -> None:
    """Put on each registration of an event (with its `consent`) whether a guardian's consent `is_awaited`; one query at most."""
    for one in registrations:
        one.event = event
    young = [one for one in registrations if one.state in NOTED_IN and needs_consent(one)]
    wide = set()
    if event.series_id is not None and young:
        wide = set(_wide(event).filter(registrations__person__in=[one.person_id for one in young]).values_list("registrations__person", flat=True))
    awaited = {one.pk for one in young if not (one.consent and one.consent.state == GuardianConsent.State.GIVEN) and one.person_id not in wide}
    for one in registrations:
        one.is_awaited = one.pk in awaited
