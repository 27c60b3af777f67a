"""What guardians are asked of events: told to the floor below, which knows no names."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.ages import bands
from bookings.consents.about import About
from bookings.consents.about import register as register_about
from events import registration_words as words
from events.actions import attending, guardians
from events.models import Event, Registration
from languages.content import translated
from people.models import GuardianConsent
from places.directions import directions_to


def register() -> None:
    """Tell the floor below; called once when the portal starts."""
    about = About(
        model=Registration, fetch=words.fetch, words=words.thing, locked=attending.locked, is_to_come=guardians.is_to_come, agreed=guardians.agreed,
        refused=guardians.refused, page=page, let_in=guardians.let_in,
    )  # fmt: skip
    register_about(about)


def page(consent: GuardianConsent) -> dict[str, Any]:
    """Return what the page of a guardian, and the form on paper, say of a registration."""
    registration, event = consent.booking, consent.booking.event
    translated([event], get_language())
    comes_online = registration.comes_online
    return {
        "heading": _("Do you agree? %(name)s would like to come") % {"name": consent.person.name}, "facts_template": "events/_consent_facts.html", "event": event,
        "directions": "" if comes_online or not event.venue or event.state == Event.State.POSTPONED else directions_to(event.venue), "comes_online": comes_online,
        "age": dict(bands(event.minimum_age)).get(consent.age_band, "") if event.minimum_age else "", "waiver": None,
        "wide": _("Also for the other dates of this series in the next six months") if event.series_id else "",
        "contact_phone": event.contact_phone or event.office.phone,
        "number": _("Number of the registration: %(number)s") % {"number": registration.pk}, "back_words": _("Back to your registration"),
    }  # fmt: skip
