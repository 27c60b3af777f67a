"""How what somebody gave is shown to them, and forgotten: told to the floors below, which know no names."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from donations import goods_words
from donations.letters import goods as letters
from donations.models import Donation
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper, Thing
from people.things import register as register_things


def register():
    """Tell the floors below about goods; called once when the portal starts."""
    register_things(
        Keeper(
            label="donations.donation",
            fetch=letters.fetch,
            words=thing,
            of_persons=lambda persons: list(Donation.objects.filter(person__in=persons).values_list("pk", flat=True)),
            held_by=lambda links: [],  # goods that came wait for no proof
            awaited=lambda links: set(),
            settle=lambda *, ids, by, now: None,
            start_clock=lambda *, link_id, now: None,
            readdress=lambda *, ids, typed, email, phone, now: (None, {}),
            url=lambda pk: reverse("donations:receipt", args=[pk]),
            entries=lambda *, persons, since: [],
        )
    )
    register_forgetting(forget)


def thing(donation):
    """Return what somebody gave as one thing of theirs."""
    venue = donation.location.venue
    return Thing(
        ref=donation.ref, title=goods_words.titled(donation.drive), name=donation.organization or donation.person.name, party_size=1,
        when=letters.day_of(donation), where=f"{venue.name}, {venue.address}", state="brought", state_words=_("You gave this. Thank you!"),
        url=reverse("donations:receipt", args=[donation.pk]), starts=donation.received_at, keeps_place=False,
    )  # fmt: skip


def forget(*, person: Person, now: datetime) -> None:
    """What somebody gave stays in the totals, without a name."""
    Donation.objects.filter(person=person).update(organization="", thanks_agreed_at=None)
