"""What a person has met: signed, noted by staff, and how long it is good."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.models import Person, PersonRequirement, Requirement, User, WaiverText

How, State = PersonRequirement.How, PersonRequirement.State


@transaction.atomic
def sign(*, person: Person, text: WaiverText, name: str, language: str, how: str, by: User | None, now: datetime) -> PersonRequirement:
    """Note that this version of an agreement was read and signed under a name; the first signature of a version stays."""
    day = timezone.localdate(now)
    values = {
        "requirement": text.requirement, "state": State.MET, "how": how, "signed_name": name, "language": language, "by": by, "met_on": day,
        "expires": good_until(text.requirement, day),
    }  # fmt: skip
    signed, is_new = PersonRequirement.objects.get_or_create(person=person, waiver_text=text, defaults=values)
    if not is_new and (signed.state != State.MET or (signed.expires and signed.expires < day)):
        for field, value in values.items():
            setattr(signed, field, value)
        signed.save()
    return signed


@transaction.atomic
def note(*, person: Person, requirement: Requirement, state: str, met_on: date | None, by: User | None, now: datetime) -> PersonRequirement:
    """Note that a person has met a requirement, is about to, or does not; never a document. Raises Refused."""
    if requirement.office_id != person.office_id:
        raise Refused(_("This requirement belongs to another office."), field="requirement")
    if person.forgotten_at is not None:
        raise Refused(_("This person asked us to forget them."))
    if state == State.MET and requirement.is_waiver:
        text = requirement.texts.first()
        if text is None:
            raise Refused(_("This agreement has no text yet."), field="requirement")
        return sign(person=person, text=text, name=person.name, language="", how=How.PAPER, by=by, now=now)
    day = met_on or timezone.localdate(now)
    if day > timezone.localdate(now):
        raise Refused(_("This day is still to come."), field="met_on")
    is_met = state == State.MET
    values = {"state": state, "how": How.OFFICE, "by": by, "met_on": day if is_met else None, "expires": good_until(requirement, day) if is_met else None}
    noted, _is_new = PersonRequirement.objects.update_or_create(person=person, requirement=requirement, waiver_text=None, defaults=values)
    return noted


def good_until(requirement, day):
    """Return the last day on which something met on this day is good, or None when that is for good."""
    return day + relativedelta(months=requirement.valid_months) if requirement.valid_months else None


@transaction.atomic
def write_text(*, requirement: Requirement, text: str, now: datetime) -> WaiverText:
    """Give an agreement its text; another text is the next version, and whoever signed the one before is asked again. Raises Refused."""
    if not requirement.is_waiver:
        raise Refused(_("Only an agreement has a text to sign."), field="text")
    Requirement.objects.select_for_update().get(pk=requirement.pk)
    newest = requirement.texts.first()
    if newest is not None and newest.text == text:
        return newest
    return WaiverText.objects.create(requirement=requirement, version=newest.version + 1 if newest else 1, text=text, created_at=now)
