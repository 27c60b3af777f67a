"""A place takes nothing any more: everybody who is expected there in the next days is told at once where else they can go."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from donations import eligibility, emails
from donations.actions import appointments
from donations.models import Appointment, DropOffLocation, Pledge

NEXT_DAYS = timedelta(days=3)


@transaction.atomic
def tell_of_closed(*, location: DropOffLocation, now: datetime) -> int:
    """Write to everyone with a promise for, or an appointment in, the next three days who would come in vain; returns how many letters are new.

    While the place is not open that is everybody; where it is closed on single days only, who comes on those. Nobody is written to twice a day.
    """
    location = DropOffLocation.objects.select_related("drive").prefetch_related("hours", "closures").get(pk=location.pk)
    zone = location.drive.zone
    today, last = timezone.localdate(now, zone), timezone.localdate(now + NEXT_DAYS, zone)
    expected = [pledge for pledge in _expected(location, today, last, now) if not takes_goods(location, _day_of(pledge, zone))]
    expires = now + NEXT_DAYS + timedelta(days=1)
    return emails.location_closed(expected, location=location, period=f"{location.pk}:{today}", expires=expires, now=now)


def _expected(location, today, last, now):
    times = Appointment.objects.filter(state__in=appointments.LIVE, window__location=location, window__starts__gt=now, window__starts__lte=now + NEXT_DAYS)
    for_days = Q(location=location, expected_day__range=(today, last))
    found = Pledge.objects.standing().filter(for_days | Q(pk__in=times.values("pledge")), person__forgotten_at=None).select_related("person").order_by("pk")
    by_pledge = {one.pledge_id: one for one in times.select_related("window")}
    for pledge in found:
        pledge.time = by_pledge.get(pledge.pk)
    return found


def _day_of(pledge, zone):
    return timezone.localdate(pledge.time.window.starts, zone) if pledge.time else pledge.expected_day


def takes_goods(location: DropOffLocation, day) -> bool:
    """Tell whether goods can be brought on that day: the place is open, has hours then, and is not closed for the day."""
    return location.state == DropOffLocation.State.OPEN and eligibility.receives_on(location, day)


def nearest(location: DropOffLocation, day, needs: set[int], others: list[DropOffLocation]) -> DropOffLocation | None:
    """Return the nearest of the others that takes these needs (ids) on that day; without points on the map, the first in the office's order."""
    good = [one for one in others if one.pk != location.pk and takes_goods(one, day) and needs <= ({need.pk for need in one.accepts.all()} or needs)]
    return min(good, key=lambda one: _apart(location.venue, one.venue), default=None)


def _apart(one, other):
    """How far two places of one city lie apart, to compare with: squares of degrees, a degree of longitude in Boston being three quarters of one of latitude."""
    if None in (one.lat, one.lng, other.lat, other.lng):
        return float("inf")
    return (one.lat - other.lat) ** 2 + (0.74 * (one.lng - other.lng)) ** 2
