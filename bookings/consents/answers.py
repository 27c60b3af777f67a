"""A guardian's yes or no: by the button of a letter, on paper or on the phone; what was booked follows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.consents import about
from intake.refusal import Refused
from people import consents
from people.models import GuardianConsent, User


@transaction.atomic
def answer(*, consent: GuardianConsent, says_yes: bool, is_wide: bool = False, how: str, by: User | None, now: datetime) -> GuardianConsent:
    """Take the guardian's yes or no; a yes may hold for the other dates of the same work for half a year. A yes can still become a no:
    then what it has let in on other dates is refused too.

    Raises Refused when nothing to come depends on it any more.
    """
    locked = [(of, of.locked(booking)) for of, booking in (about.waiting(consent) if says_yes else about.refused_with(consent))]
    consent = GuardianConsent.objects.select_for_update(of=("self",)).select_related("person", "guardian").get(pk=consent.pk)
    if not (any(of.is_to_come(booking, now) for of, booking in locked) or (not says_yes and consents.holds_on(consent, now))):
        raise Refused(_("There is nothing left to agree to: it is over, or the place was given up."), code="over")
    consents.write_down(consent, says_yes=says_yes, is_wide=is_wide, how=how, by=by, now=now)
    for of, booking in locked:
        if says_yes:
            of.agreed(booking=booking, consent=consent, now=now)
        else:
            of.refused(booking=booking, now=now)
    return consent


@transaction.atomic
def note(*, booking: Any, says_yes: bool, how: str, by: User | None, now: datetime) -> GuardianConsent:
    """Staff note what a guardian said of a booking, on paper or on the phone, asked by a letter or not. Raises Refused."""
    booking = about.locked(booking)
    consent = booking.consent
    if consent is None:
        consent = consents.heard_of(person=booking.person, age_band=booking.age_band, language=booking.language, now=now)
        type(booking).objects.filter(pk=booking.pk).update(consent=consent)
    return answer(consent=consent, says_yes=says_yes, how=how, by=by, now=now)
