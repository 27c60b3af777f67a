"""A place takes nothing any more: everybody who is expected there in the next days, or any day, is told at once where else they can go."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from donations import eligibility, emails
from donations.actions import appointments
from donations.models import Appointment, Drive, DropOffLocation, LocationCheck, Pledge

NEXT_DAYS = timedelta(days=3)
AHEAD = 14  # days looked at for somebody who comes on no day in particular
SHUT = [DropOffLocation.State.FULL, DropOffLocation.State.CLOSED]


@transaction.atomic
def tell_of_closed(*, location: DropOffLocation, now: datetime) -> int:
    """Write to everyone with a promise for, or an appointment in, the next three days who would come in vain; returns how many letters are new.

    Where the place is full or closed for good that is everybody, also whoever named no day; where it is closed on single days only, who comes on
    those. A pause is over soon and tells nobody. Nobody is written to twice about the same place and day, so this may be asked as often as one likes.
    """
    location = DropOffLocation.objects.select_related("drive").prefetch_related("hours", "closures").get(pk=location.pk)
    zone = location.drive.zone
    today, last = timezone.localdate(now, zone), timezone.localdate(now + NEXT_DAYS, zone)
    expected = {pledge: _day_of(pledge, zone) for pledge in _expected(location, today, last, now)}
    in_vain = {pledge: day for pledge, day in expected.items() if is_shut(location, day)}
    if location.state in SHUT:
        in_vain |= dict.fromkeys(_without_a_day(location), _shut_since(location, zone))
    return emails.location_closed(in_vain, location=location, expires=now + NEXT_DAYS + timedelta(days=1), now=now)


def sweep(*, now: datetime) -> int:
    """Tell whom a place that stays full or closed, or a closed day to come, concerns by now: they promised later, or for a later day. Returns how many."""
    soon = now.date() + NEXT_DAYS + timedelta(days=1)  # a day more than in any zone
    shut = Q(state__in=SHUT) | Q(closures__day__range=(now.date() - timedelta(days=1), soon))
    found = DropOffLocation.objects.filter(shut, drive__in=Drive.objects.taking_goods()).distinct().order_by("pk")
    return sum(tell_of_closed(location=location, now=now) for location in found)


def _expected(location, today, last, now):
    times = Appointment.objects.filter(state__in=appointments.LIVE, window__location=location, window__starts__gt=now, window__starts__lte=now + NEXT_DAYS)
    for_days = Q(location=location, expected_day__range=(today, last))
    found = Pledge.objects.standing().filter(for_days | Q(pk__in=times.values("pledge")), person__forgotten_at=None).select_related("person").order_by("pk")
    by_pledge = {one.pledge_id: one for one in times.select_related("window")}
    for pledge in found:
        pledge.time = by_pledge.get(pledge.pk)
    return found


def _without_a_day(location):
    times = appointments.live(Pledge.objects.standing().filter(location=location))
    found = Pledge.objects.standing().filter(location=location, expected_day=None, person__forgotten_at=None)
    return found.exclude(pk__in=times.values("pledge")).select_related("person").order_by("pk")


def _shut_since(location, zone):
    """Return the day on which it turned full or closed: who named no day is told once about that, however long it lasts."""
    looks = LocationCheck.objects.filter(location=location)
    last_open = looks.exclude(state__in=SHUT).order_by("-at", "-pk").first()
    since = looks.filter(state__in=SHUT, **({"at__gte": last_open.at} if last_open else {})).order_by("at", "pk").first()
    return timezone.localdate(since.at if since else location.created_at, zone)


def _day_of(pledge, zone):
    return timezone.localdate(pledge.time.window.starts, zone) if pledge.time else pledge.expected_day


def takes_goods(location: DropOffLocation, day) -> bool:
    """Tell whether goods can be brought on that day: the place is open, has hours then, and is not closed for the day."""
    return location.state == DropOffLocation.State.OPEN and eligibility.receives_on(location, day)


def is_shut(location: DropOffLocation, day) -> bool:
    """Tell whether somebody who means to come there on that day, or on no day in particular (None), would find it full or closed."""
    return location.state in SHUT or (day is not None and not eligibility.receives_on(location, day))


def nearest(location: DropOffLocation, day, needs: set[int], others: list[DropOffLocation], *, today) -> DropOffLocation | None:
    """Return the nearest of the others that takes these needs (ids) on that day, or soon where there is none (None).

    Without points on the map that is the first in the office's order. `today` is the day on the clock of the place.
    """
    good = [one for one in taking(day, needs, others, today=today) if one.pk != location.pk]
    # One that wants an appointment first would be another closed door.
    return min(good, key=lambda one: (one.wants_appointments, _apart(location.venue, one.venue)), default=None)


def taking(day, needs: set[int], places: list[DropOffLocation], *, today) -> list[DropOffLocation]:
    """Return those of the places that take these needs (ids) on that day, or soon where there is none (None)."""
    days = [today + timedelta(days=number) for number in range(AHEAD)] if day is None else [day]
    good = [one for one in places if any(takes_goods(one, when) for when in days)]
    return [one for one in good if needs <= ({need.pk for need in one.accepts.all()} or needs)]


def _apart(one, other):
    """How far two places of one city lie apart, to compare with: squares of degrees, a degree of longitude in Boston being three quarters of one of latitude."""
    if None in (one.lat, one.lng, other.lat, other.lng):
        return float("inf")
    return (one.lat - other.lat) ** 2 + (0.74 * (one.lng - other.lng)) ** 2
