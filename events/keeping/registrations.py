"""How events answer for the registrations a person holds: told to the floors below, which know no names."""

from datetime import datetime

from bookings.models import State
from events import registration_words as words
from events.actions import attending, registration_proofs
from events.models import Invitation, Registration
from events.registration_retention import UNNAMED
from people.forgetting import is_alone
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper, found_by_link
from people.things import register as register_things


def register() -> None:
    """Tell the floors below about registrations; called once when the portal starts."""
    register_things(
        Keeper(
            label="events.registration",
            fetch=words.fetch,
            words=words.thing,
            **found_by_link(Registration, Registration.objects.open),
            settle=registration_proofs.settle,
            start_clock=registration_proofs.start_clock,
            readdress=registration_proofs.readdress,
            url=lambda pk: Registration(pk=pk).get_absolute_url(),
            entries=words.entries_of,
        )
    )
    register_forgetting(forget)


def forget(*, person: Person, now: datetime) -> None:
    """Cancel what is still to come, without a letter, and drop what the person wrote and whom we invited; who came stays in the totals, without a name."""
    for registration in Registration.objects.filter(person=person, state__in=State.OPEN).order_by("event_id", "pk"):
        attending.leave_forgotten(pk=registration.pk, now=now)
    Registration.objects.filter(person=person).update(organization="", link=None)
    if is_alone(person):
        Invitation.objects.filter(email__iexact=person.email).update(**UNNAMED)
