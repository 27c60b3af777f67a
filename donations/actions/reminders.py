"""One reminder for each pledge: some days before the drive's last day, or the evening before the appointment; with the evening's other reminders."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from bookings.models import State
from donations.models import Appointment, Drive, PickUpRequest, Pledge
from mailing import letters
from mailing.models import Message

EVENING, CALL_HOUR = time(18), time(9)  # on the clock of the place; who is reminded by phone becomes a line of the call list while the office is open
AHEAD, GRACE = timedelta(hours=1), timedelta(hours=6)  # rows are made so long before they are due; one that could not be made in time is still worth sending
AT_A_TIME = 1000
KIND = "pledge_reminder"


def day_of(pledge: Pledge, now: datetime):
    """Return the day of the reminder and the moment it is about (UTC): the appointment to come, else the end of the drive. `times` holds the appointments."""
    booking = next((one for one in pledge.times if one.window.starts > now), None)
    if booking is not None:
        return booking.window.local_starts.date() - timedelta(days=1), booking.window.starts
    return pledge.drive.local_closes.date() - timedelta(days=pledge.drive.remind_days), pledge.drive.closes


def due_of(pledge: Pledge, now: datetime) -> datetime | None:
    """Return when the reminder of a pledge with its person is due (UTC or with a zone), or None where that would be after what it reminds of."""
    day, moment = day_of(pledge, now)
    due = _at(day, EVENING if pledge.person.is_reached_by_email else CALL_HOUR, pledge.drive.zone)
    return due if due < moment else None


def period_of(pledge: Pledge, now: datetime) -> str:
    """Return what a reminder of this pledge is for: another last day, or another appointment, is another reminder."""
    _day, moment = day_of(pledge, now)
    return f"{moment:%Y%m%dT%H%MZ}"


@transaction.atomic
def queue(*, now: datetime) -> int:
    """Owe every reminder that is due within the hour and not known yet; returns how many are new. Who promised after it was due gets none."""
    owed = [one for pledge in _expected(now) if (one := _owed(pledge, now))]
    return letters.send_many(KIND, owed, now=now)


def _expected(now: datetime) -> Iterator[Pledge]:
    """What is promised in drives that still take goods, and to be brought, each with the periods (`reminded`) of the reminders it had."""
    times = Appointment.objects.filter(state=State.CONFIRMED, window__starts__gt=now).select_related("window")
    known = Message.objects.filter(recipient=OuterRef("recipient"), kind=KIND, about=OuterRef("about"), state__in=[Message.State.QUEUED, Message.State.SENT])
    near = Pledge.objects.standing().filter(drive__in=_near(now)) | Pledge.objects.standing().filter(
        pk__in=times.filter(window__starts__lt=now + timedelta(days=2)).values("pledge")
    )
    named = near.alias(recipient=Concat(Value("p:"), Cast("person_id", CharField())), about=Concat(Value("donations.pledge:"), Cast("pk", CharField())))
    found = (
        named.filter(person__forgotten_at=None)
        .exclude(pk__in=PickUpRequest.objects.instead_of_bringing().values("pledge"))
        .annotate(reminded=ArraySubquery(known.values("period")))
        .select_related("person", "drive")
        .prefetch_related(Prefetch("appointments", times, to_attr="times"))
    )
    return found.order_by("pk").iterator(chunk_size=AT_A_TIME)


def _near(now):
    """Drives whose evening is about now: at most a handful."""
    going_on = Drive.objects.taking_goods().filter(closes__gt=now, closes__lt=now + timedelta(days=32))
    return [
        drive.pk for drive in going_on if abs(_at(drive.local_closes.date() - timedelta(days=drive.remind_days), EVENING, drive.zone) - now) < timedelta(days=1)
    ]


def _at(day, clock, zone):
    return datetime.combine(day, clock, tzinfo=zone)


def _owed(pledge, now):
    (day, moment), due, period = day_of(pledge, now), due_of(pledge, now), period_of(pledge, now)
    if due is None or not now - GRACE < due <= now + AHEAD or pledge.changed_at >= due or period in pledge.reminded:
        return None
    bundle = f"p:{pledge.person_id}:{day}:eve" if pledge.person.is_reached_by_email else None  # as the evening's other reminders
    return letters.Owed(pledge.person, pledge, period=period, due=due, expires=moment, bundle=bundle, language=pledge.language)
