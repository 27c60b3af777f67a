"""What donors wrote, and in whose name they gave, is kept for 12 months after the drive."""

from datetime import datetime, timedelta

from donations.models import Arrangement, Drive, Pledge

KEPT = timedelta(days=365)
OVER = [Drive.State.CLOSED, Drive.State.REPORTED]


def forget_words(*, now: datetime) -> int:
    """Drop what was written about pledges and offers of drives that ended a year ago; the numbers stay. Returns how many."""
    old = Drive.objects.filter(state__in=OVER, closes__lt=now - KEPT)
    pledges = Pledge.objects.filter(drive__in=old).exclude(organization="", notes="")
    dropped = pledges.update(organization="", notes="", thanks_agreed_at=None)
    offers = Arrangement.objects.filter(drive__in=old).exclude(organization="", address="", what="", reply="")
    return dropped + offers.update(organization="", address="", what="", reply="", thanks_agreed_at=None)
