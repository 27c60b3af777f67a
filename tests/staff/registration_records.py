"""One record of who comes to events for every parameter of a staff address."""

from django.utils import timezone

from events.models import DoorLink, DoorSign, Invitation
from tests import meetings


def all_of(office, *, by, person, partner, venue):
    """Return the records by the names of their models, all of this office."""
    event = meetings.event(office=office, venue=venue, neighborhood=None)
    return {
        "event": event, "registration": meetings.registration(event, who=person), "invitation": Invitation.objects.create(event=event, partner=partner),
        "doorlink": DoorLink.objects.create(event=event, name="Lena", made_by=by, made_at=timezone.now()),
        "doorsign": DoorSign.objects.create(event=event, made_by=by, made_at=timezone.now()),
    }  # fmt: skip
