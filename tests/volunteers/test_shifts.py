"""Shifts on the night when the clocks are set forward."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.refusal import Refused
from tests import makers
from volunteers.actions import shifts
from volunteers.models import Shift

pytestmark = pytest.mark.django_db

BOSTON = ZoneInfo("America/New_York")


def plan(day, start, end, **more):
    makers.city()
    values = {"opportunity": makers.opportunity(), "places": 3, "venue": None, "by": makers.staff(), "now": makers.NOW, **more}
    return shifts.plan(day=day, start=start, end=end, **values)


def test_a_shift_within_the_hour_that_is_skipped_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="the clocks are set forward") as refused:
        plan(date(2027, 3, 7), time(2, 30), time(3, 0), repeat_until=date(2027, 3, 21))
    assert refused.value.field == "end"


def test_a_shift_is_not_moved_into_the_hour_that_is_skipped():
    shift = plan(date(2027, 3, 7), time(2, 30), time(3, 0))[0]
    starts, ends = datetime(2027, 3, 14, 2, 30, tzinfo=BOSTON), datetime(2027, 3, 14, 3, 0, tzinfo=BOSTON)
    with pytest.raises(Refused, match="the clocks are set forward"):
        shifts.move(shift=shift, starts=starts, ends=ends, venue=None, by=makers.staff("dan@example.org"), now=makers.NOW)
    with pytest.raises(Refused, match="The shift ends before it begins"):
        shifts.move(shift=shift, starts=ends, ends=starts.replace(hour=1), venue=None, by=makers.staff("sam@example.org"), now=makers.NOW)


def test_a_longer_shift_over_that_hour_is_planned():
    plan(date(2027, 3, 14), time(1, 0), time(4, 0))
    shift = Shift.objects.get()
    assert (shift.ends - shift.starts).total_seconds() == 2 * 3600
