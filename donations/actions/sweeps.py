"""What ends by the clock: holds that nobody has proved, and promises of a drive that is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from donations import emails
from donations.actions import appointments, pledges, proofs
from donations.models import Drive, Pledge

UNSENT_HOLD = timedelta(days=2)  # a code letter is tried for a day: what has no deadline by then waits for one that does not come
AT_A_TIME = 1000
OVER = [Drive.State.CLOSED, Drive.State.REPORTED]


def sweep(*, now: datetime) -> None:
    """End holds whose time is over, what is still promised to drives that are closed, and what nobody has agreed to in time. Safe to run twice."""
    for link in Pledge.objects.untimed().filter(link__expires__isnull=False).order_by("link").values_list("link", flat=True).distinct()[:AT_A_TIME]:
        proofs.start_clock(link_id=link, now=now)  # its letter left while somebody had the pledge in hand
    for pk in _over_holds(now).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]:
        _expire(pk, now)
    unproved = Pledge.objects.filter(_too_late(now), state=Pledge.State.BROUGHT, link__isnull=False)
    unproved.exclude(thanks_agreed_at=None).update(thanks_agreed_at=None)  # as below
    lapsed = Pledge.objects.live().filter(drive__state__in=OVER).order_by("pk").values_list("pk", flat=True)
    for pk in lapsed[:AT_A_TIME]:
        _lapse(pk, now)


def _over_holds(now):
    return Pledge.objects.filter(Q(until__lte=now) | _unsent(now), state=Pledge.State.HELD)


def _unsent(now):
    return Q(until=None, changed_at__lt=now - UNSENT_HOLD)


def _too_late(now):
    """The code that would confirm it is no good any more."""
    return Q(until__lt=now - UNSENT_HOLD) | _unsent(now)


@transaction.atomic
def _expire(pk, now):
    made = pledges.locked(Pledge(pk=pk))
    if _over_holds(now).filter(pk=pk).exists():
        pledges.leave(made, Pledge.State.EXPIRED, now)


@transaction.atomic
def _lapse(pk, now):
    """The drive is over: what was not brought is not expected any more. The thanks are the drive's own; only who would still come is told not to."""
    made = pledges.locked(Pledge(pk=pk))
    if made.state not in Pledge.LIVE or made.drive.state not in OVER:
        return
    is_proved, came = made.state != Pledge.State.HELD, made.lines.filter(brought__gt=0).exists()
    would_come = is_proved and _would_come(made, now)
    pledges.leave(made, Pledge.State.IN_PART if came else Pledge.State.LAPSED, now)
    if came and not is_proved:
        Pledge.objects.filter(pk=pk).update(thanks_agreed_at=None)  # nobody is thanked in public who may never have agreed
    if would_come:
        emails.pledge_withdrawn(made, by_office=True, now=now)


def _would_come(made, now):
    """Tell whether somebody has an appointment to come, or has named a day after today: a drive that ends early shuts the door before them."""
    is_later = made.expected_day is not None and made.expected_day > timezone.localdate(now, made.drive.zone)
    return is_later or appointments.live([made]).filter(window__starts__gt=now).exists()
