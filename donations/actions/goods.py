"""Merging: the goods' own version of this file replaces it; here is just what a pick-up needs of its `receive`."""

from datetime import datetime
from typing import Any

from django.db import transaction

from donations.models import Donation, DonationLine, DropOffLocation, Need, PickUpRequest, Pledge, PledgeLine
from people.models import Person


@transaction.atomic
def receive(
    *, location: DropOffLocation, lines: dict[int, int], source: str, pledge: Pledge | None = None, pick_up: PickUpRequest | None = None,
    person: Person | None = None, organization: str = "", by: Any, key: str, now: datetime,
) -> Donation:  # fmt: skip
    """Book goods in at a location: `lines` is {need id: how many}."""
    list(Need.objects.select_for_update().filter(pk__in=lines).order_by("pk").values_list("pk"))
    donation = Donation.objects.create(
        drive=location.drive, location=location, source=source, pledge=pledge, pick_up=pick_up, person=person, organization=organization, received_at=now
    )
    promised = dict(PledgeLine.objects.filter(pledge=pledge).values_list("need", "pk")) if pledge else {}
    for need, quantity in sorted(lines.items()):
        DonationLine.objects.create(donation=donation, need_id=need, quantity=quantity, pledge_line_id=promised.get(need))
    return donation
