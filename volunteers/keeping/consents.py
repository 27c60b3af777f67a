"""How a guardian's consent is shown to the guardian: told to the floors below, which know no names."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.models import State
from people.models import GuardianConsent
from people.things import Keeper
from people.things import register as register_things
from volunteers import words
from volunteers.models import SignUp

OF_USE = [State.REQUESTED, State.OFFERED, State.CONFIRMED, State.WAITLISTED]


def register():
    """Tell the floors below; called once when the portal starts."""
    register_things(
        Keeper(
            label="people.guardianconsent",
            fetch=fetch,
            words=thing,
            of_persons=of_persons,
            held_by=lambda links: [],  # it waits for an answer, not for a proof
            awaited=lambda links: set(),
            settle=lambda *, ids, by, now: None,
            start_clock=lambda *, link_id, now: None,
            readdress=lambda *, ids, typed, email, phone, now: (None, {}),
            url=lambda pk: reverse("volunteers:consent", args=[pk]),
            entries=lambda *, persons, since: [],
        )
    )


def of_persons(persons):
    """Return the ids of what these persons are asked, or have agreed to, as guardians; nothing before the young person's address is proved."""
    asked = SignUp.objects.filter(consent__guardian__in=persons, link=None, state__in=OF_USE)
    return list(asked.values_list("consent", flat=True).distinct())


def fetch(ids):
    """Return these consents, each with the sign-up it is about; constant queries."""
    found = list(GuardianConsent.objects.filter(pk__in=ids).select_related("person__office", "guardian__office").order_by("pk"))
    about = dict(SignUp.objects.filter(consent__in=found).order_by("pk").values_list("consent", "pk"))
    sign_ups = {sign_up.pk: sign_up for sign_up in words.fetch(about.values())}
    for consent in found:
        consent.sign_up = sign_ups.get(about.get(consent.pk))
    return [consent for consent in found if consent.sign_up is not None]


def thing(consent):
    """Return what a guardian is asked, as one thing of theirs."""
    about = words.thing(consent.sign_up)
    states = {
        GuardianConsent.State.ASKED: _("You are asked to agree"),
        GuardianConsent.State.GIVEN: _("You agreed"),
        GuardianConsent.State.REFUSED: _("You did not agree"),
    }
    title = _("Consent for %(name)s: %(title)s") % {"name": consent.person.name, "title": about.title}
    url = reverse("volunteers:consent", args=[consent.pk])
    return replace(about, ref=consent.ref, title=title, name=consent.guardian.name, party_size=1, state_words=states[consent.state], url=url, next_words="")
