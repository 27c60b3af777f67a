"""Times on a sheet make minutes, over midnight and on the days when the clocks change too."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.refusal import Refused
from volunteers import stays
from volunteers.models import Shift

BOSTON = ZoneInfo("America/New_York")


def shift(start, end):
    read = [datetime.fromisoformat(text).replace(tzinfo=BOSTON).astimezone(UTC) for text in (start, end)]
    return Shift(starts=read[0], ends=read[1], time_zone="America/New_York")


DAY = ("2026-12-01T09:00", "2026-12-01T12:00")
NIGHT = ("2026-12-01T22:00", "2026-12-02T02:00")
SPRING = ("2027-03-14T01:00", "2027-03-14T04:00")
FALL = ("2026-11-01T00:00", "2026-11-01T03:00")


@pytest.mark.parametrize(
    ("times", "arrived", "left", "minutes"),
    [
        (DAY, "09:00", "12:00", 180), (DAY, "09:20", "12:00", 160), (DAY, "08:30", "12:45", 255), (DAY, "09:00", "09:01", 1),
        (NIGHT, "22:00", "02:00", 240), (NIGHT, "22:30", "01:00", 150), (NIGHT, "21:45", "23:00", 75), (NIGHT, "00:30", "02:00", 90),
        (SPRING, "01:00", "04:00", 120), (SPRING, "01:30", "04:00", 90), (FALL, "00:00", "03:00", 240), (FALL, "00:30", "03:00", 210),
    ],
)  # fmt: skip
def test_minutes_are_what_a_clock_on_the_wall_says(times, arrived, left, minutes):
    assert stays.minutes_between(shift(*times), time.fromisoformat(arrived), time.fromisoformat(left)) == minutes


@pytest.mark.parametrize(("arrived", "left"), [("12:00", "09:00"), ("09:00", "09:00"), ("23:59", "00:00")])
def test_nobody_leaves_before_they_came(arrived, left):
    with pytest.raises(Refused) as refused:
        stays.minutes_between(shift(*DAY), time.fromisoformat(arrived), time.fromisoformat(left))
    assert refused.value.field == "left"


@pytest.mark.parametrize(("minutes", "is_right"), [(0, False), (1, True), (1440, True), (1441, False), (-5, False)])
def test_nobody_stays_for_no_time_or_longer_than_a_day(minutes, is_right):
    if is_right:
        stays.check(minutes)
        return
    with pytest.raises(Refused):
        stays.check(minutes)
