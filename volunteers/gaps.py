"""What is still missing before a place is confirmed, in words, in the active language."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.consents import words as consent_words
from bookings.models import State
from languages.content import translated
from volunteers import conditions
from volunteers.conditions import APPROVAL, GUARDIAN


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, as staff name it, and what its owner can do about it. `kind` is one of `conditions`, or waiver."""

    kind: str
    name: str
    text: str
    requirement_id: int | None = None


def of(sign_up):
    """Return what is missing for a place that is kept, or for one that is confirmed but not signed for; else nothing."""
    if sign_up.state not in {State.REQUESTED, State.CONFIRMED} or sign_up.shift_role.is_cancelled:
        return []
    return [_gap(sign_up, one) for one in conditions.missing(sign_up, timezone.now())]


def _gap(sign_up, one):
    if one.kind == APPROVAL:
        return Gap(one.kind, _("The office’s approval"), _("The office looks at your sign-up first and then writes to you, or calls you."))
    if one.kind == GUARDIAN:
        paper = _("%(name)s has to agree: print the form on the page of your sign-up, and bring it to us signed.")
        return Gap(one.kind, _("The guardian’s consent"), consent_words.missing(sign_up.consent, on_paper=paper))
    translated([one.requirement], get_language())
    name, how = str(one.requirement.words.name), str(one.requirement.words.how)
    if one.requirement.is_waiver:
        return Gap("waiver", name, _("Read and sign the agreement “%(name)s” on the page of your sign-up.") % {"name": name}, one.requirement.pk)
    text = _("You need: %(name)s. %(how)s") % {"name": name, "how": how} if how else _("You need: %(name)s. Please call us.") % {"name": name}
    return Gap(one.kind, name, text.strip(), one.requirement.pk)
