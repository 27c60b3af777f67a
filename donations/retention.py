"""What donors wrote, in whose name they gave, where we fetched it and who worked at a location is kept for 12 months after the drive.

A drive that nobody has closed counts from its closing time too.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from donations.models import Arrangement, Donation, DropOffLocation, HandOver, LocationLink, PickUpRequest, PickUpRun, Pledge

KEPT = timedelta(days=365)
UNPROVED = timedelta(days=7)  # a pick-up whose address nobody has confirmed
NO_PICK_UP = {"organization": "", "address": "", "zip": "", "lat": None, "lng": None, "what": "", "notes": "", "reason": ""}
NOBODY = {"name": "", "email": "", "phone": ""}


def forget_old(*, now: datetime) -> int:
    """Drop all of it that is old enough; the numbers stay. Returns how many rows were touched."""
    return _words(now) + _pick_ups(now) + _names(now)


def _words(now):
    pledges = Pledge.objects.filter(drive__closes__lt=now - KEPT).exclude(organization="", notes="", thanks_agreed_at=None)
    offers = Arrangement.objects.filter(drive__closes__lt=now - KEPT).exclude(organization="", address="", what="", reply="", thanks_agreed_at=None)
    dropped = pledges.update(organization="", notes="", thanks_agreed_at=None)
    return dropped + offers.update(organization="", address="", what="", reply="", thanks_agreed_at=None)


def _pick_ups(now):
    is_old = Q(drive__closes__lt=now - KEPT)
    is_unproved = Q(state=PickUpRequest.State.EXPIRED, changed_at__lt=now - UNPROVED)
    old = PickUpRequest.objects.filter(is_old | is_unproved).exclude(address="", what="", notes="", reason="")
    dropped = PickUpRequest.objects.filter(pk__in=old.values("pk")).update(**NO_PICK_UP)
    runs = PickUpRun.objects.filter(is_old).exclude(notes="")
    return dropped + PickUpRun.objects.filter(pk__in=runs.values("pk")).update(notes="")


def _names(now):
    over = now - KEPT
    dropped = LocationLink.objects.filter(location__drive__closes__lt=over).exclude(**NOBODY).update(**NOBODY)
    contacts = {f"contact_{field}": "" for field in NOBODY}
    dropped += DropOffLocation.objects.filter(drive__closes__lt=over).exclude(**contacts).update(**contacts)
    dropped += Donation.objects.filter(drive__closes__lt=over).exclude(organization="").update(organization="")
    return dropped + HandOver.objects.filter(drive__closes__lt=over).exclude(received_by_name="").update(received_by_name="")
