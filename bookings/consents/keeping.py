"""How a guardian's consent is shown to the guardian: told to the floors below, which know no names."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.consents import about
from people.models import GuardianConsent
from people.things import Keeper, Thing
from people.things import register as register_things


def register() -> None:
    """Tell the floors below; called once when the portal starts."""
    register_things(
        Keeper(
            label="people.guardianconsent",
            fetch=about.fetch,
            words=thing,
            of_persons=about.asked_of,
            held_by=lambda links: [],  # it waits for an answer, not for a proof
            awaited=lambda links: set(),
            settle=lambda *, ids, by, now: None,
            start_clock=lambda *, link_id, now: None,
            readdress=lambda *, ids, typed, email, phone, now: (None, {}),
            url=lambda pk: reverse("bookings:consent", args=[pk]),
            entries=lambda *, persons, since: [],
        )
    )


def thing(consent: GuardianConsent) -> Thing:
    """Return what a guardian is asked, as one thing of theirs."""
    booked = consent.of.words(consent.booking)
    states = {
        GuardianConsent.State.ASKED: _("You are asked to agree"),
        GuardianConsent.State.GIVEN: _("You agreed"),
        GuardianConsent.State.REFUSED: _("You did not agree"),
    }
    title = _("Consent for %(name)s: %(title)s") % {"name": consent.person.name, "title": booked.title}
    url = reverse("bookings:consent", args=[consent.pk])
    return replace(
        booked, ref=consent.ref, title=title, name=consent.guardian.name, party_size=1, state_words=states[GuardianConsent.State(consent.state)], url=url, next_words=""
    )  # fmt: skip
