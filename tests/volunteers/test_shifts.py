"""Shifts on the night when the clocks are set forward, and the window in which one can sign up when they move."""

from datetime import date, datetime, time, timedelta
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


# --- The window moves along ---------------------------------------------------------------------------------------------------


def moved(shift, starts, opens, closes):
    """Move a shift that has this window; return the window it has then, on the clock of the place."""
    Shift.objects.filter(pk=shift.pk).update(sign_up_opens=opens, sign_up_closes=closes)
    ends = starts + (shift.ends - shift.starts)
    found = shifts.move(shift=shift, starts=starts, ends=ends, venue=None, by=makers.staff("dan@example.org"), now=makers.NOW)
    found.refresh_from_db()
    return [moment and moment.astimezone(BOSTON) for moment in (found.sign_up_opens, found.sign_up_closes)]


def test_it_keeps_its_days_before_the_shift_and_its_hours_over_a_change_of_the_clocks():
    shift = plan(date(2027, 3, 10), time(9), time(12))[0]
    opens, closes = datetime(2027, 3, 3, 8, tzinfo=BOSTON), datetime(2027, 3, 9, 20, tzinfo=BOSTON)
    assert moved(shift, datetime(2027, 3, 17, 10, tzinfo=BOSTON), opens, closes) == [
        datetime(2027, 3, 10, 8, tzinfo=BOSTON),
        datetime(2027, 3, 16, 20, tzinfo=BOSTON),
    ]


def test_sign_up_that_is_open_stays_open():
    shift = plan(date(2027, 3, 10), time(9), time(12))[0]
    opens, closes = makers.NOW - timedelta(hours=1), datetime(2027, 3, 9, 20, tzinfo=BOSTON)
    assert moved(shift, datetime(2027, 3, 17, 10, tzinfo=BOSTON), opens, closes) == [opens, datetime(2027, 3, 16, 20, tzinfo=BOSTON)]


def test_none_stays_none():
    shift = plan(date(2027, 3, 10), time(9), time(12))[0]
    assert moved(shift, datetime(2027, 3, 17, 10, tzinfo=BOSTON), None, None) == [None, None]


def test_it_is_not_left_behind_when_the_shift_begins_earlier_on_its_day():
    shift = plan(date(2027, 3, 10), time(9), time(12))[0]
    opens, closes = datetime(2027, 3, 10, 6, 30, tzinfo=BOSTON), datetime(2027, 3, 10, 8, tzinfo=BOSTON)
    assert moved(shift, datetime(2027, 3, 10, 7, tzinfo=BOSTON), opens, closes) == [
        datetime(2027, 3, 10, 4, 30, tzinfo=BOSTON),
        datetime(2027, 3, 10, 6, tzinfo=BOSTON),
    ]


def test_another_place_or_end_leaves_it_alone():
    shift = plan(date(2027, 3, 10), time(9), time(12))[0]
    opens = datetime(2027, 3, 3, 8, tzinfo=BOSTON)
    Shift.objects.update(sign_up_opens=opens)
    shifts.move(
        shift=shift, starts=shift.starts, ends=shift.ends + timedelta(hours=1), venue=makers.venue(), by=makers.staff("dan@example.org"), now=makers.NOW
    )
    assert Shift.objects.get().sign_up_opens == opens
