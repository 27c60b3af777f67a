"""Drop-off appointments: a time that belongs to a pledge, where a location takes goods only so. It stands and ends with the pledge."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings import seats
from bookings.models import State
from donations import eligibility
from donations.models import Appointment, DropOffLocation, DropOffWindow, Pledge
from intake.refusal import Refused

LIVE = [State.HELD, State.CONFIRMED]


def live(pledges):
    """Return the appointments of these pledges (or ids) that stand or are held, with their windows."""
    return Appointment.objects.filter(pledge__in=pledges, state__in=LIVE).select_related("window")


def window_of(pledge: Pledge) -> int | None:
    """Return the id of the window a pledge has, or None."""
    return live([pledge]).values_list("window", flat=True).first()


def keep(*, pledge: Pledge, window_id: int | None, now: datetime) -> None:
    """Give a pledge this time and take the one it had away; one of which all has come needs none any more.

    Raises Full and Refused beside the field `window`, also where the place asks for a time.
    """
    if pledge.state == Pledge.State.BROUGHT:
        end_to_come(pledge=pledge, now=now)
        return
    before = live([pledge]).first()
    if before and before.window_id == window_id and _still_fits(before.window, pledge):
        return
    both = {window_id, before and before.window_id} - {None}
    list(DropOffWindow.objects.select_for_update().filter(pk__in=both).order_by("pk").values_list("pk"))  # two who swap times wait for each other
    window = _checked(pledge, window_id, now)
    if before:
        _end(before, State.CANCELLED, now)
    if window is None:
        return
    state = State.HELD if pledge.state == Pledge.State.HELD else State.CONFIRMED
    booking = Appointment(person=pledge.person, window=window, pledge=pledge, state=state, language=pledge.language, waits_since=now)
    try:
        seats.take(booking=booking)
    except seats.Full as full:
        raise seats.Full(_("This time is taken by now. Please choose another one."), field="window", code="full") from full
    except seats.OnTheList as other:
        raise Refused(_("You have an appointment at this time already. Please choose another one."), field="window", code="on_the_list") from other


def _still_fits(window, pledge):
    """The time is one of the place where the pledge is brought now, and of its day."""
    return window.location_id == pledge.location_id and pledge.expected_day in {None, window.local_starts.date()}


def _checked(pledge, window_id, now):
    if window_id is None:
        if pledge.location_id and DropOffLocation.objects.filter(pk=pledge.location_id, wants_appointments=True).exists():
            raise Refused(_("This place takes goods only with an appointment. Please choose a time."), field="window", code="wanted")
        return None
    window = DropOffWindow.objects.filter(pk=window_id).select_related("location__venue").first()
    if window is None or window.location_id != pledge.location_id:
        raise Refused(_("This time belongs to another place. Please choose a time of the place where you bring it."), field="window", code="foreign")
    if window.starts <= now:
        raise Refused(_("This time is over. Please choose another one."), field="window", code="past")
    if pledge.expected_day and window.local_starts.date() != pledge.expected_day:
        raise Refused(
            _("This time is on another day than the one you entered. Please choose one of that day, or leave the day empty."), field="window", code="other_day"
        )
    eligibility.check_receives(window.location, window.local_starts.date(), field="window")
    return window


def confirm(*, pledge: Pledge, now: datetime) -> None:
    """The pledge stands now, so its time does."""
    live([pledge]).filter(state=State.HELD).update(state=State.CONFIRMED, changed_at=now)


def keep_again(*, pledge: Pledge, now: datetime) -> bool:
    """The pledge stands after all: it has its last time back where that is still free. Returns whether it has one."""
    last = Appointment.objects.filter(pledge=pledge).order_by("-pk").values_list("window", flat=True).first()
    if last is None:
        return False
    try:
        keep(pledge=pledge, window_id=last, now=now)
    except Refused:  # it is over, or others have it by now
        return False
    return True


def end(*, pledge: Pledge, now: datetime) -> None:
    """The pledge is over: its time is free for others."""
    for booking in live([pledge]):
        _end(booking, State.CANCELLED, now)


def end_to_come(*, pledge: Pledge, now: datetime) -> None:
    """All of the pledge has come: a time that is still to come is free for others."""
    for booking in live([pledge]).filter(window__starts__gt=now):
        _end(booking, State.CANCELLED, now)


def _end(booking, state, now):
    booking.state, booking.changed_at = state, now
    booking.save(update_fields=["state", "changed_at"])
