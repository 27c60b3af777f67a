"""How pick-ups answer for what a person holds: told to the floors below, which know no names."""

from datetime import datetime, timedelta

from django.db.models import Q

from donations import pick_up_words as words
from donations.actions import pick_up_proofs, pick_ups
from donations.models import PickUpRequest, PickUpRun
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper
from people.things import register as register_things

KEPT = timedelta(days=365)  # after the drive has closed
UNPROVED = timedelta(days=7)  # an address nobody has confirmed
NOTHING = {"organization": "", "address": "", "zip": "", "lat": None, "lng": None, "what": "", "notes": "", "reason": ""}


def register():
    """Tell the floors below about pick-ups; called once when the portal starts."""
    register_things(
        Keeper(
            label="donations.pickuprequest",
            fetch=words.fetch,
            words=words.thing,
            of_persons=of_persons,
            held_by=held_by,
            awaited=awaited,
            settle=pick_up_proofs.settle,
            start_clock=pick_up_proofs.start_clock,
            readdress=pick_up_proofs.readdress,
            url=lambda pk: PickUpRequest(pk=pk).get_absolute_url(),
            entries=words.entries_of,
        )
    )
    register_forgetting(forget)


def of_persons(persons):
    """Return the ids of what these persons have proved, or staff entered."""
    return list(PickUpRequest.objects.filter(person__in=persons, link=None).values_list("pk", flat=True))


def held_by(links):
    """Return what waits for these links, as pairs of id and link id."""
    return list(PickUpRequest.objects.filter(link__in=links).values_list("pk", "link"))


def awaited(links):
    """Return those of these links without which an open request would count as proved."""
    return set(PickUpRequest.objects.open().filter(link__in=links).values_list("link", flat=True))


def forget(*, person: Person, now: datetime) -> None:
    """Cancel what is still to come, without a letter, and drop address and words; what was fetched stays in the totals, without a name."""
    for request in PickUpRequest.objects.open().filter(person=person).order_by("pk"):
        request = pick_ups.locked(request)
        if request.state in PickUpRequest.OPEN:
            pick_ups.leave(request, PickUpRequest.State.CANCELLED, now)
    PickUpRequest.objects.filter(person=person).update(**NOTHING, link=None)
    PickUpRun.objects.filter(driver=person).update(driver=None)


def forget_old(*, now: datetime) -> int:
    """Drop addresses and words of pick-ups 12 months after their drive closed, and of requests nobody confirmed for a week; returns how many."""
    is_old = Q(drive__closes__lt=now - KEPT)
    is_unproved = Q(state=PickUpRequest.State.EXPIRED, changed_at__lt=now - UNPROVED)
    old = PickUpRequest.objects.filter(is_old | is_unproved).exclude(Q(address="", what="", notes="", reason=""))
    dropped = PickUpRequest.objects.filter(pk__in=old.values("pk")).update(**NOTHING)
    runs = PickUpRun.objects.filter(is_old).exclude(notes="")
    return dropped + PickUpRun.objects.filter(pk__in=runs.values("pk")).update(notes="")
