"""How long somebody stayed, from the times on a sign-in sheet."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from intake.refusal import Refused

LONGEST = 24 * 60  # minutes
_DAY = timedelta(days=1)


def minutes_of(shift):
    """Return how long a shift lasts in minutes, or None for work without one."""
    return int((shift.ends - shift.starts).total_seconds() // 60) if shift else None


def minutes_between(shift, arrived, left):
    """Return the minutes between two times on the clock of the place; of a shift over midnight, a time before noon is the next day's.

    The shift's own times make its own length, on the days when the clocks change too. Raises Refused when nobody can have stayed like that.
    """
    begins, ends = shift.local_starts, shift.local_ends
    if (arrived, left) == (begins.time().replace(second=0), ends.time().replace(second=0)):
        return minutes_of(shift)
    is_overnight = ends.date() > begins.date()
    start = _moment(shift, arrived, is_overnight and arrived.hour < 12 <= begins.hour)
    end = _moment(shift, left, is_overnight and left <= arrived or start.date() > begins.date())
    if end <= start:
        raise Refused(_("The time of leaving is before the time of arriving. Please look at the sheet again."), field="left", code="order")
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60)


def check(minutes):
    """Nobody stays for no time, or longer than a day."""
    if not 1 <= minutes <= LONGEST:
        raise Refused(_("Enter between 1 and 1,440 minutes: a day has 24 hours."), field="minutes", code="length")


def _moment(shift, time, is_next_day):
    day = shift.local_starts.date() + (_DAY if is_next_day else timedelta())
    return datetime.combine(day, time, tzinfo=shift.zone)
