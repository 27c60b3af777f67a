"""The evening before: reminders to donors, bundled with whatever else a person has the next day; and the links that drivers are owed."""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from donations import emails
from donations.models import PickUpRequest, PickUpRun

AHEAD = timedelta(days=1)  # rows are made this long before they are due
GRACE = timedelta(hours=6)  # a reminder that could not be made in time is still worth sending
EVE, CALL_HOUR = 18, 9  # who is reminded by phone becomes a line of the call list while the office is open


@transaction.atomic
def queue(*, now: datetime) -> int:
    """Owe every reminder that is due within a day; returns how many are new. Who was told the time after it was due needs none."""
    planned = PickUpRequest.objects.filter(
        state__in=[PickUpRequest.State.SCHEDULED, PickUpRequest.State.ASSIGNED], window__starts__gt=now, window__starts__lt=now + timedelta(days=3),
        person__forgotten_at=None,
    ).select_related("person__office", "window")  # fmt: skip
    owed = [(request, due) for request in planned.order_by("pk") if now - GRACE < (due := due_of(request)) <= now + AHEAD and request.changed_at < due]
    return emails.pick_up_reminders([(request, due, bundle_of(request)) for request, due in owed], now=now)


def due_of(request):
    """Return when a reminder is due (UTC): 6 p.m. the day before on the clock of the place, 9 a.m. for who is called."""
    hour = EVE if request.person.is_reached_by_email else CALL_HOUR
    return datetime.combine(_eve(request), time(hour), tzinfo=request.window.zone).astimezone(UTC)


def bundle_of(request):
    """Return the name of the evening letter: the same for everything a person has on one day."""
    return f"p:{request.person_id}:{_eve(request)}:eve"


def _eve(request):
    return request.window.local_starts.date() - timedelta(days=1)


@transaction.atomic
def owe_links(*, now: datetime) -> int:
    """Owe each driver of a run to come the link to it: also those whom a sign-up made the driver. Returns how many are new."""
    runs = PickUpRun.objects.filter(state__in=[PickUpRun.State.PLANNED, PickUpRun.State.ON_THE_WAY], driver__forgotten_at=None, day__gte=now.date() - AHEAD)
    return emails.run_link([run for run in runs.exclude(driver=None).select_related("driver__office", "drive") if not run.is_over(now)], now=now)
