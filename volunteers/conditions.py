"""What must be clear before a place is confirmed: the office's approval, a guardian's consent, and what the work requires."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from people.models import GuardianConsent, Requirement
from volunteers.models import Application, SignUp

APPROVAL, GUARDIAN, REQUIREMENT = "approval", "guardian", "requirement"


@dataclass(frozen=True)
class Missing:
    """One thing that is not clear yet; a requirement says which."""

    kind: str
    requirement: Requirement | None = None


# Written by hand: most roles require nothing, and a query built from models costs more than the answer.
_WANTED = """
SELECT wanted.id FROM people_requirement wanted
WHERE wanted.kind <> 'waiver' AND wanted.id IN (
    SELECT requirement_id FROM volunteers_opportunity_requirements WHERE opportunity_id = %(opportunity)s
    UNION ALL SELECT requirement_id FROM volunteers_shiftrole WHERE id = %(role)s)
"""
# One statement for what is required and not met: it runs whenever somebody's place is about to be confirmed.
_UNMET = """
SELECT wanted.id FROM people_requirement wanted
WHERE wanted.id IN (
    SELECT requirement_id FROM volunteers_opportunity_requirements WHERE opportunity_id = %(opportunity)s
    UNION ALL SELECT requirement_id FROM volunteers_shiftrole WHERE id = %(role)s
    UNION ALL SELECT waiver_id FROM volunteers_opportunity WHERE id = %(opportunity)s)
AND (wanted.kind <> 'waiver' OR EXISTS (SELECT FROM people_waivertext WHERE requirement_id = wanted.id))
AND NOT EXISTS (
    SELECT FROM people_personrequirement met WHERE met.person_id = %(person)s AND met.requirement_id = wanted.id AND met.state = 'met'
    AND (met.expires IS NULL OR met.expires >= %(day)s)
    AND (wanted.kind <> 'waiver' OR met.waiver_text_id = (SELECT id FROM people_waivertext WHERE requirement_id = wanted.id ORDER BY version DESC LIMIT 1)))
ORDER BY wanted.id
"""


def unmet(sign_up, now):
    """Return the requirements of this role that the person has not met for its day."""
    role = sign_up.shift_role
    day = role.shift.local_starts.date() if role.shift else timezone.localdate(now)
    return _found(_UNMET, {"opportunity": role.opportunity_id, "role": role.pk, "person": sign_up.person_id, "day": day})


def wanted(role):
    """Return what the role requires besides an agreement, so that its page can say how to meet it; one query where that is nothing."""
    return _found(_WANTED, {"opportunity": role.opportunity_id, "role": role.pk})


def _found(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ids = [row[0] for row in cursor.fetchall()]
    return list(Requirement.objects.filter(pk__in=ids)) if ids else []


def missing(sign_up, now):
    """Return what is not clear yet for this sign-up, in the order in which it is told; it need not be stored."""
    found = []
    opportunity = sign_up.shift_role.opportunity
    if opportunity.approval and not is_approved(sign_up):
        found.append(Missing(APPROVAL))
    if needs_guardian(sign_up) and not has_consent(sign_up):
        found.append(Missing(GUARDIAN))
    return found + [Missing(REQUIREMENT, one) for one in unmet(sign_up, now)]


def is_approved(sign_up):
    """The office has approved the person for this work, and has not archived that."""
    same = Application.objects.filter(opportunity=sign_up.shift_role.opportunity_id, person=sign_up.person_id)
    return same.filter(state=Application.State.APPROVED).exists()


def needs_guardian(sign_up):
    """A young person whose guardian has to agree."""
    return sign_up.age_band == SignUp.AgeBand.MINOR and sign_up.shift_role.opportunity.guardian_consent


def has_consent(sign_up):
    """The guardian has agreed to this date, or to the other dates of the same work."""
    if sign_up.consent_id and GuardianConsent.objects.given().filter(pk=sign_up.consent_id).exists():
        return True
    shift = sign_up.shift_role.shift
    if shift is None:
        return False
    others = SignUp.objects.filter(person=sign_up.person_id, shift_role__opportunity=sign_up.shift_role.opportunity_id)
    wide = GuardianConsent.objects.given().filter(sign_ups__in=others, covers_until__gte=shift.local_starts.date())
    return wide.exists()
