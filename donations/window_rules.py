"""Why not, about times for drop-off appointments: each check raises Refused with the field it belongs beside."""

from datetime import datetime

from django.utils.translation import gettext as _

from donations.models import DropOffLocation, DropOffWindow
from intake.refusal import Refused
from languages import formats

LEAST, LONGEST = 5, 480  # minutes of one time
MOST_PLACES = 200
MOST = 500  # times made at once: more is a slip of the finger


def check_drive(location: DropOffLocation) -> None:
    """Times are made until somebody has closed the drive."""
    drive = location.drive
    if drive.state in {drive.State.CLOSED, drive.State.REPORTED}:
        raise Refused(_("This drive is closed: nobody brings anything any more."))


def check_plan(location: DropOffLocation, plan, now: datetime) -> None:
    """Days in order, none of them past or after the drive; a weekday; times in order; a length and a number that can be meant."""
    drive = location.drive
    today, last = now.astimezone(drive.zone).date(), drive.local_closes.date()
    if plan.first < today:
        raise Refused(_("Choose today or a later day."), field="first")
    if plan.last < plan.first:
        raise Refused(_("The last day is before the first."), field="last")
    if plan.last > last:
        raise Refused(_("The last day of the drive is %(day)s. Choose an earlier day.") % {"day": formats.weekday_date(last)}, field="last")
    if not plan.weekdays or not plan.weekdays <= set(range(7)):
        raise Refused(_("Choose at least one day of the week."), field="weekdays")
    if not LEAST <= plan.length <= LONGEST:
        raise Refused(_("Enter %(least)s to %(most)s minutes.") % {"least": LEAST, "most": LONGEST}, field="length")
    if not 1 <= plan.places <= MOST_PLACES:
        raise Refused(_("Enter a whole number from 1 to %(most)s.") % {"most": MOST_PLACES}, field="places")
    _check_clock(location, plan)


def _check_clock(location, plan):
    if plan.starts and plan.ends and plan.ends <= plan.starts:
        raise Refused(_("This has to end after it begins."), field="ends")
    if not location.hours.all() and not (plan.starts and plan.ends):
        raise Refused(_("This place has told no hours yet. Enter from when to when."), field="ends" if plan.starts else "starts")


def none_fits() -> Refused:
    """Return the refusal of days and hours into which nothing fits."""
    return Refused(_("No time of this length fits into the hours of the place on these days. Look at its hours and closed days above."), field="length")


def all_there() -> Refused:
    """Return the refusal of what was made before."""
    return Refused(_("There are appointment times at all of these hours already. Nothing was added."))


def check_number(count: int) -> None:
    """So many at once as somebody can look through."""
    if count > MOST:
        raise Refused(
            _("These would be %(count)s times. Make at most %(most)s at once: choose fewer days, or longer times.")
            % {"count": formats.whole_number(count), "most": formats.whole_number(MOST)},
            field="last",
        )


def check_free(window, taken: int) -> None:
    """A time in which somebody comes is not taken away from them."""
    if taken:
        when = formats.day_and_times(window.local_starts, window.local_ends)
        raise Refused(_("Somebody has an appointment by now (%(when)s). Nothing was taken back.") % {"when": when})


def check_same_time(stored: DropOffWindow, window: DropOffWindow) -> None:
    """People come to the place and at the time they were told: a time that somebody has stays where it is."""
    names = [name for name in ("location_id", "starts", "ends") if getattr(stored, name) != getattr(window, name)]
    if stored.taken and names:
        raise Refused(_("Somebody has asked for this time. Find another time for them first."), field=names[0].removesuffix("_id"))
