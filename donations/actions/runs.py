"""Runs: planned with their times, given a driver, put in order, called off. The run is locked first, always."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from donations import emails, run_order
from donations import pick_up_rules as rules
from donations.actions import pick_ups, scheduling
from donations.models import Drive, DropOffLocation, PickUpRequest, PickUpRun, PickUpWindow
from intake import form_keys
from intake.refusal import Refused
from mailing import letters
from mailing.models import new_nonce
from people.models import Person, User
from places.models import Neighborhood

ON = {PickUpRun.State.PLANNED, PickUpRun.State.ON_THE_WAY}
FARTHEST = timedelta(days=366)  # a later day is a slip of the finger


def locked(run: PickUpRun) -> PickUpRun:
    """Return the run, fresh and locked."""
    return PickUpRun.objects.select_for_update(of=("self",)).select_related("drive__office", "driver", "to__venue").get(pk=run.pk)


@transaction.atomic
def plan(
    *, drive: Drive, day: date, starts: time, ends: time, stops: int, neighborhoods: Iterable[Neighborhood] = (), name: str = "",
    to: DropOffLocation | None = None, notes: str = "", key: str, by: User, now: datetime,
) -> PickUpRun:  # fmt: skip
    """Plan a run with its first time, once per form key; times are on the clock of the place. Raises Refused."""
    neighborhoods = list(neighborhoods)
    content = ["plan-run", drive.pk, day, starts, ends, stops, sorted(one.pk for one in neighborhoods), name, to and to.pk, notes]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return PickUpRun.objects.get(pk=sending.first["run"])
    rules.check_takes_goods(drive)
    if day < now.astimezone(drive.zone).date() or day > (now + FARTHEST).astimezone(drive.zone).date():
        raise Refused(_("Choose a day from today on, within a year."), field="day")
    if to is not None and to.drive_id != drive.pk:
        raise Refused(_("This location belongs to another drive."), field="to")
    run = PickUpRun.objects.create(drive=drive, day=day, name=name, to=to, notes=notes, made_by=by)
    _window(run, starts, ends, stops, neighborhoods, now)
    form_keys.remember(sending, result={"run": run.pk})
    return run


@transaction.atomic
def add_window(*, run: PickUpRun, starts: time, ends: time, stops: int, neighborhoods: Iterable[Neighborhood] = (), by: User, now: datetime) -> PickUpWindow:
    """Offer a further time of a run; times of one driver do not overlap. Raises Refused."""
    run = locked(run)
    _check_on(run)
    return _window(run, starts, ends, stops, list(neighborhoods), now)


def _window(run, starts, ends, stops, neighborhoods, now):
    begin, end = (datetime.combine(run.day, moment, tzinfo=run.drive.zone) for moment in (starts, ends))
    if end.timestamp() <= begin.timestamp():
        raise Refused(_("The time has to end after it begins."), field="ends")
    if end <= now:
        raise Refused(_("This time is over already."), field="ends")
    if run.windows.filter(starts__lt=end, ends__gt=begin).exists():
        raise Refused(_("The run is somewhere else at this time already."), field="starts")
    window = PickUpWindow.objects.create(run=run, starts=begin, ends=end, time_zone=run.drive.time_zone, capacity=stops)
    window.neighborhoods.set(neighborhoods)
    return window


@transaction.atomic
def change_stops(*, window: PickUpWindow, stops: int, by: User, now: datetime) -> PickUpWindow:
    """Take more or fewer stops in a time. Raises Refused when more are taken already."""
    _check_on(locked(window.run))
    fresh = seats.lock(window)
    if stops < fresh.taken:
        raise Refused(_("%(taken)s stops are taken already. Choose %(taken)s or more.") % {"taken": fresh.taken}, field="stops")
    return seats.change_places(seats=fresh, capacity=stops)


@transaction.atomic
def remove_window(*, window: PickUpWindow, by: User, now: datetime) -> None:
    """Take back a time that nobody has chosen yet. Raises Refused."""
    locked(window.run)
    if PickUpRequest.objects.filter(window=window).exists():
        raise Refused(_("Somebody has asked for this time. Find another time for them first."))
    window.neighborhoods.clear()
    window.delete()


@transaction.atomic
def set_driver(*, run: PickUpRun, driver: Person | None, by: User, now: datetime) -> PickUpRun:
    """Give a run its driver, or none: the link of the one before opens nothing any more. Raises Refused."""
    run = locked(run)
    _check_on(run)
    if run.driver_id != (driver and driver.pk):
        run.driver = driver
        run.save(update_fields=["driver", "changed_at"])
        run.refresh_from_db(fields=["nonce"])
    if driver is not None:
        emails.run_link([run], now=now)
    return run


@transaction.atomic
def renew_link(*, run: PickUpRun, by: User, now: datetime) -> PickUpRun:
    """Take the driver's link back and make a new one, which is mailed: the old one opens nothing any more, in no browser."""
    run = locked(run)
    _check_on(run)
    run.nonce = new_nonce()
    run.save(update_fields=["nonce", "changed_at"])
    if run.driver_id:
        emails.run_link([run], now=now)
    return run


@transaction.atomic
def call_off(*, run: PickUpRun, by: User, now: datetime) -> PickUpRun:
    """Call a run off: all who are still waiting are told, and their requests need another time. Twice changes nothing more. Raises Refused."""
    run = locked(run)
    if run.state == PickUpRun.State.CANCELLED:
        return run
    if run.state == PickUpRun.State.DONE:
        raise Refused(_("This run is done."))
    for request in PickUpRequest.objects.open().filter(window__run=run).select_for_update(of=("self",)).order_by("pk"):
        scheduling.take_off(request, now=now)
    run.state = PickUpRun.State.CANCELLED
    run.save(update_fields=["state", "changed_at"])
    letters.cancel(about=[run], now=now)
    return run


@transaction.atomic
def take_off(*, request: PickUpRequest, by: User, now: datetime) -> PickUpRequest:
    """Take one stop off its run: it needs another time, and its donor is told so. Raises Refused."""
    request = pick_ups.locked(request)
    if request.state not in {PickUpRequest.State.SCHEDULED, PickUpRequest.State.ASSIGNED}:
        raise Refused(_("This stop is not planned any more. Nothing was changed."))
    scheduling.take_off(request, now=now)
    return request


@transaction.atomic
def order_by_distance(*, run: PickUpRun, by: User, now: datetime) -> None:
    """Put the stops in order: within each time the nearest first, from the place where everything is brought."""
    run = locked(run)
    run_order.write(run_order.by_distance(run))


@transaction.atomic
def move(*, request: PickUpRequest, up: bool, by: User, now: datetime) -> PickUpRequest:
    """Move a stop one place up or down, within its time: its donor was told one. At the end it stays. Raises Refused."""
    request = pick_ups.locked(request)
    if request.window is None or request.state not in run_order.STOPS:
        raise Refused(_("This stop is not planned any more. Nothing was changed."))
    stops = list(run_order.stops_of(request.window.run))
    place = next(number for number, stop in enumerate(stops) if stop.pk == request.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(stops) and stops[other].window_id == request.window_id:
        stops[place], stops[other] = stops[other], stops[place]
    run_order.write(stops)
    return request


def _check_on(run):
    if run.state not in ON:
        raise Refused(_("This run is over or called off. Nothing was changed."))
