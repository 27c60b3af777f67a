"""How pick-ups answer for what a person holds: told to the floors below, which know no names."""

from datetime import datetime

from donations import pick_up_words as words
from donations.actions import pick_up_proofs, pick_ups
from donations.models import PickUpRequest, PickUpRun
from donations.retention import NO_PICK_UP
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper, found_by_link
from people.things import register as register_things


def register():
    """Tell the floors below about pick-ups; called once when the portal starts."""
    register_things(
        Keeper(
            label="donations.pickuprequest",
            fetch=words.fetch,
            words=words.thing,
            **found_by_link(PickUpRequest, PickUpRequest.objects.open),
            settle=pick_up_proofs.settle,
            start_clock=pick_up_proofs.start_clock,
            readdress=pick_up_proofs.readdress,
            url=lambda pk: PickUpRequest(pk=pk).get_absolute_url(),
            entries=words.entries_of,
        )
    )
    register_forgetting(forget)


def forget(*, person: Person, now: datetime) -> None:
    """Cancel what is still to come, without a letter, and drop address and words; what was fetched stays in the totals, without a name."""
    pick_ups.hold_runs(list(PickUpRequest.objects.open().filter(person=person).values_list("pk", flat=True)))
    for request in PickUpRequest.objects.open().filter(person=person).order_by("pk"):
        request = pick_ups.locked(request)
        if request.state in PickUpRequest.OPEN:
            pick_ups.leave(request, PickUpRequest.State.CANCELLED, now)
    PickUpRequest.objects.filter(person=person).update(**NO_PICK_UP, link=None)
    PickUpRun.objects.filter(driver=person).update(driver=None)
