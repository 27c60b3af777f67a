"""How drives answer for the pledges a person holds: told to the floors below, which know no names."""

from datetime import datetime

from django.db.models import F

from donations import pledge_words
from donations.actions import pledges, proofs
from donations.models import Arrangement, Pledge
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper, found_by_link
from people.things import register as register_things


def register() -> None:
    """Tell the floors below about pledges; called once when the portal starts."""
    register_things(
        Keeper(
            label="donations.pledge",
            fetch=pledge_words.fetch,
            words=pledge_words.thing,
            **found_by_link(Pledge, Pledge.objects.live),
            settle=proofs.settle,
            start_clock=proofs.start_clock,
            readdress=proofs.readdress,
            url=lambda pk: Pledge(pk=pk).get_absolute_url(),
            entries=lambda *, persons, since: [],  # goods are brought on a day, not at a time
        )
    )
    register_forgetting(forget)


def forget(*, person: Person, now: datetime) -> None:
    """Withdraw what is still to come, without a letter, and drop names and what the person wrote; the goods stay in the totals, without a name."""
    pledges.hold_needs(list(Pledge.objects.live().filter(person=person).values_list("pk", flat=True)))
    for made in Pledge.objects.live().filter(person=person).order_by("pk"):
        made = pledges.locked(made)
        if made.state in Pledge.LIVE:
            pledges.leave(made, Pledge.State.WITHDRAWN, now)
    Pledge.objects.filter(person=person).update(organization="", notes="", thanks_agreed_at=None, link=None)
    arranged = Arrangement.objects.filter(person=person)
    arranged.filter(state__in=Arrangement.OPEN).update(state=Arrangement.State.WITHDRAWN, changed_at=F("changed_at"))
    arranged.update(organization="", address="", what="", reply="", thanks_agreed_at=None, link=None)
