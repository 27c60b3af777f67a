"""Deadlines: waking hours, short holds, never past the start, right on clock-change days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.deadlines import add_waking_time, hold_until, offer_until

BOSTON = ZoneInfo("America/New_York")


def boston(*moment):
    return datetime(*moment, tzinfo=BOSTON)


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        (boston(2026, 12, 1, 8), 12, boston(2026, 12, 1, 20)),
        (boston(2026, 12, 1, 15), 12, boston(2026, 12, 2, 14)),
        (boston(2026, 12, 1, 23), 12, boston(2026, 12, 2, 20)),
        (boston(2026, 12, 1, 20, 30), 2, boston(2026, 12, 2, 9, 30)),
        (boston(2026, 10, 31, 20), 12, boston(2026, 11, 1, 19)),
        (boston(2027, 3, 13, 20), 12, boston(2027, 3, 14, 19)),
    ],
)
def test_waking_time_is_counted_between_8_a_m_and_9_p_m(now, hours, expected):
    assert add_waking_time(now, timedelta(hours=hours), BOSTON) == expected


def test_an_offer_never_outlasts_the_start():
    now, starts = boston(2026, 12, 1, 9), boston(2026, 12, 1, 10)
    assert offer_until(now=now, starts=starts, zone=BOSTON) == starts


def test_on_the_last_day_an_offer_lasts_two_hours():
    now = boston(2026, 12, 1, 9)
    assert offer_until(now=now, starts=boston(2026, 12, 1, 18), zone=BOSTON) == boston(2026, 12, 1, 11)


@pytest.mark.parametrize(("left", "days", "minutes"), [(10, 5, 24 * 60), (None, 5, 24 * 60), (3, 5, 30), (10, 1, 30)])
def test_a_hold_is_short_when_places_or_time_are(left, days, minutes):
    now = datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert hold_until(now=now, starts=now + timedelta(days=days), places_left=left) == now + timedelta(minutes=minutes)


def test_who_is_called_keeps_an_offer_until_the_call_is_due_but_never_past_the_start():
    now, due = boston(2026, 12, 4, 18), boston(2026, 12, 7, 17)
    assert offer_until(now=now, starts=boston(2026, 12, 20, 9), zone=BOSTON) < due
    assert offer_until(now=now, starts=boston(2026, 12, 20, 9), zone=BOSTON, call_by=due) == due
    assert offer_until(now=now, starts=boston(2026, 12, 5, 9), zone=BOSTON, call_by=due) == boston(2026, 12, 5, 9)
    morning = boston(2026, 12, 7, 8)
    assert offer_until(now=morning, starts=boston(2026, 12, 20, 9), zone=BOSTON, call_by=boston(2026, 12, 7, 17)) == boston(2026, 12, 7, 20)
