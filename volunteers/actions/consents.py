"""A guardian's consent: asked with the sign-up, answered by the button of a letter, on paper or on the phone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import State
from intake.refusal import Refused
from people import met
from people.models import GuardianConsent, Person, User
from volunteers import emails
from volunteers.actions import requests, sign_ups
from volunteers.models import SignUp

ASKED_A_DAY = 5  # as many letters as an unproved address gets
COVERS = timedelta(days=182)  # half a year, where a guardian agrees to the other dates too


def ask(*, person, guardian, age_band, now):
    """Note who has to be asked for a young person; the letter leaves when the young person's own address is proved. `guardian` is what was typed.

    Raises Refused when the guardian named is the young person, or was asked five times within a day: nobody's inbox is flooded.
    """
    reached = {"email": guardian.email, "phone": guardian.phone}
    _check_not_flooded(guardian, now)
    found = Person.objects.find_or_add(office=person.office, name=guardian.name, language=guardian.language, **reached)
    if found == person:
        raise Refused(_("Enter your guardian’s name here, not your own."), field="guardian_name")
    return GuardianConsent.objects.create(person=person, guardian=found, age_band=age_band, language=guardian.language, asked_at=now)


def _check_not_flooded(guardian, now):
    if not (guardian.email or guardian.phone):
        return
    same = {"guardian__email": guardian.email} if guardian.email else {"guardian__email": "", "guardian__phone": guardian.phone}
    if GuardianConsent.objects.filter(**same, asked_at__gt=now - timedelta(days=1)).count() >= ASKED_A_DAY:
        raise Refused(_("This guardian was asked several times today. Please try again tomorrow, or call us."), field="guardian_name", code="too_many")


@transaction.atomic
def answer(*, consent: GuardianConsent, says_yes: bool, is_wide: bool = False, how: str, by: User | None, now: datetime) -> GuardianConsent:
    """Take the guardian's yes or no; a yes may hold for the other dates of the same work for half a year. A yes can still become a no.

    Raises Refused when nothing to come depends on it any more.
    """
    waiting = list(SignUp.objects.open().filter(consent=consent).order_by("shift_role_id", "pk"))
    locked = [sign_ups.locked(sign_up) for sign_up in waiting]
    consent = GuardianConsent.objects.select_for_update(of=("self",)).select_related("person", "guardian").get(pk=consent.pk)
    if not any(is_to_come(sign_up, now) for sign_up in locked):
        raise Refused(_("There is nothing left to agree to: it is over, or the place was given up."), code="over")
    consent.state = GuardianConsent.State.GIVEN if says_yes else GuardianConsent.State.REFUSED
    consent.covers_until = timezone.localdate(now) + COVERS if says_yes and is_wide else None
    consent.how, consent.by, consent.answered_at = how, by, now
    consent.save(update_fields=["state", "covers_until", "how", "by", "answered_at"])
    Person.objects.filter(pk=consent.guardian_id).update(active_at=now)
    for sign_up in locked:
        _follow(sign_up, consent, says_yes, now)
    return consent


def is_to_come(sign_up, now):
    """The date is neither over nor called off."""
    shift = sign_up.shift_role.shift
    return not sign_up.shift_role.is_cancelled and (shift is None or shift.starts > now)


def _follow(sign_up, consent, says_yes, now):
    if says_yes:
        if sign_up.waiver_text_id:
            met.sign(
                person=sign_up.person,
                text=sign_up.waiver_text,
                name=consent.guardian.name,
                language=consent.language,
                how=met.How.ONLINE,
                by=consent.by,
                now=now,
            )
        requests.look_again(sign_up=sign_up, by=consent.by, now=now)
    elif sign_up.state in {State.REQUESTED, State.CONFIRMED}:
        sign_ups.leave(sign_up, State.DECLINED, now)
        emails.guardian_said_no(sign_up, now=now)
