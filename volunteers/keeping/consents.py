"""What guardians are asked of volunteering: told to the floor below, which knows no names."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.consents.about import About
from bookings.consents.about import register as register_about
from languages.content import translated
from people.models import GuardianConsent
from volunteers import questions, words
from volunteers.actions import consents, sign_ups
from volunteers.models import SignUp


def register():
    """Tell the floor below; called once when the portal starts."""
    about = About(
        model=SignUp, fetch=words.fetch, words=words.thing, locked=sign_ups.locked, is_to_come=consents.is_to_come, agreed=consents.agreed,
        refused=consents.refused, page=page, let_in=consents.let_in,
    )  # fmt: skip
    register_about(about)


def page(consent: GuardianConsent) -> dict:
    """Return what the page of a guardian, and the form on paper, say of a sign-up."""
    role = consent.booking.shift_role
    opportunity, shift = role.opportunity, role.shift
    translated([opportunity], get_language())
    return {
        "heading": _("Do you agree? %(name)s would like to help") % {"name": consent.person.name}, "facts_template": "volunteers/_consent_facts.html",
        "opportunity": opportunity, "shift": shift, "directions": words.directions(shift), "age": dict(questions.of(role).ages).get(consent.age_band, ""),
        "waiver": questions.current_text(opportunity.waiver_id) if opportunity.waiver_id else None,
        "wide": _("Also for other dates of the same work in the next six months") if shift else "",
        "contact_phone": (shift and shift.contact_phone) or opportunity.contact_phone or consent.guardian.office.phone,
        "number": _("Number of the sign-up: %(number)s") % {"number": consent.booking.pk}, "back_words": _("Back to your sign-up"),
    }  # fmt: skip
