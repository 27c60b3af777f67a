"""What follows for a sign-up when a guardian has answered; asked and answered is on the floors below."""

from django.db.models import Q

from bookings.models import State
from people import consents, met
from people.models import GuardianConsent
from volunteers import emails
from volunteers.actions import requests, sign_ups
from volunteers.models import ShiftRole, SignUp


def is_to_come(sign_up, now):
    """The date is neither over nor called off."""
    shift = sign_up.shift_role.shift
    return not sign_up.shift_role.is_cancelled and (shift is None or shift.starts > now)


def agreed(*, booking, consent, now):
    """The guardian signs the agreement with the consent, and the place is confirmed when nothing else is missing."""
    if booking.waiver_text_id:
        met.sign(
            person=booking.person,
            text=booking.waiver_text,
            name=consent.guardian.name,
            language=consent.language,
            how=met.How.ONLINE,
            by=consent.by,
            now=now,
        )
    requests.look_again(sign_up=booking, by=consent.by, now=now)


def let_in(consent):
    """Return the person's places on other dates of the same work that stand on this guardian's yes alone, because it held for those too."""
    if consent.covers_until is None:
        return SignUp.objects.none()
    same_work = ShiftRole.objects.filter(sign_ups__consent=consent).values("opportunity")
    confirmed = SignUp.objects.confirmed().filter(person=consent.person_id, shift_role__opportunity__in=same_work, age_band=SignUp.AgeBand.MINOR)
    return confirmed.exclude(Q(consent=consent) | Q(consent__state=GuardianConsent.State.GIVEN))


def refused(*, booking, now):
    """What was agreed to for other dates of the same work ends, a place that is to come is given back, and the young person is told."""
    consents.end_wide(GuardianConsent.objects.filter(person=booking.person_id, sign_ups__shift_role__opportunity=booking.shift_role.opportunity_id))
    if booking.state in {State.REQUESTED, State.CONFIRMED, State.OFFERED, State.WAITLISTED} and is_to_come(booking, now):
        sign_ups.leave(booking, State.DECLINED, now)
        emails.guardian_said_no(booking, now=now)
