"""Times for drop-off appointments: many made at once, and taken back while nobody has one of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from donations import window_rules, window_times
from donations.models import DropOffLocation, DropOffWindow
from intake import form_keys
from people.models import User

TAKEN_BACK = 0  # places of a time that stays in the history and takes nobody


@dataclass(frozen=True)
class Plan:
    """On which days and weekdays (Monday is 0), how long each time is (minutes), for how many donors; from when to when, if not for all the hours."""

    first: date
    last: date
    weekdays: frozenset[int]
    length: int
    places: int
    starts: time | None = None
    ends: time | None = None


@transaction.atomic
def make(*, location: DropOffLocation, plan: Plan, key: str, by: User, now: datetime) -> list[DropOffWindow]:
    """Make all times of a plan that lie ahead within the hours of the place and of the drive, once per form key; returns them.

    Where a time stands already, in whole or in part, none is added. Raises Refused.
    """
    content = ["windows", location.pk, {**asdict(plan), "weekdays": sorted(plan.weekdays)}]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return list(DropOffWindow.objects.filter(pk__in=sending.first["windows"]))
    location = _locked(location)
    window_rules.check_drive(location)
    window_rules.check_plan(location, plan, now)
    new = _free(location, _ahead(location, plan, now))
    window_rules.check_number(len(new))
    made = [*_offered_again(location, dict(new), plan), *_made(location, new, plan)]
    form_keys.remember(sending, result={"windows": [window.pk for window in made]})
    return made


def _locked(location):
    """Two who plan the same hours at once wait for each other."""
    found = DropOffLocation.objects.select_for_update(of=("self",), no_key=True).select_related("drive")
    return found.prefetch_related("hours", "closures").get(pk=location.pk)


def _ahead(location, plan, now):
    drive, length = location.drive, timedelta(minutes=plan.length)
    found = window_times.between(location, plan.first, plan.last, weekdays=set(plan.weekdays), length=length, starts=plan.starts, ends=plan.ends)
    ahead = [(starts, ends) for starts, ends in found if max(now, drive.opens) <= starts < drive.closes]
    if not ahead:
        raise window_rules.none_fits()
    return ahead


def _free(location, times):
    """Return the times beside which nothing stands yet."""
    standing = DropOffWindow.objects.filter(location=location, starts__lt=times[-1][1], ends__gt=times[0][0]).exclude(capacity=TAKEN_BACK)
    standing = list(standing.order_by("starts").values_list("starts", "ends"))
    free = [(starts, ends) for starts, ends in times if not any(one < ends and starts < other for one, other in standing)]
    if not free:
        raise window_rules.all_there()
    return free


def _offered_again(location, ends, plan):
    """What was taken back at these very times takes people again; `ends` by start."""
    found = list(DropOffWindow.objects.select_for_update(of=("self",)).filter(location=location, capacity=TAKEN_BACK, starts__in=list(ends)).order_by("pk"))
    for window in found:
        window.ends, window.capacity = ends[window.starts], plan.places
        window.save(update_fields=["ends", "capacity"])
    return found


def _made(location, times, plan):
    there = set(DropOffWindow.objects.filter(location=location, starts__in=[starts for starts, _ends in times]).values_list("starts", flat=True))
    return DropOffWindow.objects.bulk_create(
        DropOffWindow(location=location, starts=starts, ends=ends, time_zone=location.drive.time_zone, capacity=plan.places)
        for starts, ends in times
        if starts not in there
    )


@transaction.atomic
def take_back(*, location: DropOffLocation, windows: Iterable[int], by: User, now: datetime) -> int:
    """Take times (ids) back in which nobody has an appointment, all of them or none; returns how many. Twice changes nothing more. Raises Refused."""
    found = list(DropOffWindow.objects.select_for_update(of=("self",)).filter(location=location, pk__in=set(windows)).order_by("pk"))
    for window in found:
        window_rules.check_free(window, window.taken)
    used = set(DropOffWindow.objects.filter(pk__in=[window.pk for window in found], appointments__isnull=False).values_list("pk", flat=True))
    DropOffWindow.objects.filter(pk__in=[window.pk for window in found if window.pk not in used]).delete()
    for window in found:
        if window.pk in used:  # somebody had it and gave it back: it stays in the history, and takes nobody
            window.capacity = TAKEN_BACK
            window.save(update_fields=["capacity"])
    return len(found)
