"""Whether a location is open just now, in words: its hours, closed days, what somebody said last, and how long ago."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from donations import opening
from donations.models import Drive, DropOffLocation, LocationClosure, LocationHours
from languages.formats import plain
from tests import goods, makers
from tests.reading import told

pytestmark = pytest.mark.django_db

BOSTON = ZoneInfo("America/New_York")
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=BOSTON)  # a Tuesday


def at(hour, minute=0, *, day=1):
    return datetime(2026, 12, day, hour, minute, tzinfo=BOSTON)


def words(location, now):
    with translation.override("en"):
        return plain(opening.status(location, now).words)


@pytest.mark.parametrize(
    ("now", "state", "said"),
    [
        (at(8, 59), "later", "Opens today at 9 a.m."),
        (at(9), "open", "Open now until noon"),
        (at(12), "later", "Opens today at 1 p.m."),
        (at(17, 59), "open", "Open now until 6 p.m."),
        (at(18), "later", f"Closed now. Opens {told(at(9, day=2))}, 9 a.m."),
    ],
)
def test_the_hours_of_the_day_are_told_in_words(now, state, said):
    location = goods.location(hours=((9, 12), (13, 18)))
    assert (opening.status(location, now).state, words(location, now)) == (state, said)


def test_the_clock_of_the_place_counts_not_the_servers():
    location = goods.location(goods.drive(time_zone="America/Los_Angeles"), hours=((9, 18),))
    assert words(location, at(11, 59)) == "Opens today at 9 a.m."
    assert words(location, at(12)) == "Open now until 6 p.m."


@pytest.mark.parametrize(
    ("state", "said", "kind"),
    [
        (DropOffLocation.State.FULL, "Full: no room for more", "bad"),
        (DropOffLocation.State.PAUSED, "Paused: please do not come right now", "bad"),
        (DropOffLocation.State.CLOSED, "Closed: takes nothing any more", "bad"),
    ],
)
def test_what_somebody_said_last_counts_more_than_the_hours(state, said, kind):
    location = goods.location(state=state)
    found = opening.status(location, NOON)
    assert (words(location, NOON), found.kind, found.is_open) == (said, kind, False)


def test_a_closed_day_says_why_and_when_it_opens_again():
    location = goods.location()
    LocationClosure.objects.create(location=location, day=NOON.date(), reason="The heating is out.")
    found = opening.status(location, NOON)
    assert (found.state, str(found.reason), found.until) == ("closed_today", "The heating is out.", at(9, day=2))
    assert words(location, NOON) == f"Closed today. Opens {told(at(9, day=2))}, 9 a.m."


def test_a_day_without_hours_is_a_closed_day():
    location = goods.location()
    LocationHours.objects.filter(location=location, weekday=NOON.weekday()).delete()
    assert words(location, NOON) == f"Closed today. Opens {told(at(9, day=2))}, 9 a.m."


def test_without_any_hours_nobody_is_promised_a_time():
    location = goods.location(hours=())
    assert words(location, NOON) == "Closed today"


def test_where_an_appointment_is_wanted_it_says_so():
    location = goods.location(wants_appointments=True)
    assert words(location, NOON) == "Open with an appointment until 6 p.m."


def test_before_the_drive_opens_it_is_not_open():
    location = goods.location(goods.drive(opens=at(9, day=5), closes=at(18, day=20)))
    assert words(location, NOON) == f"Closed now. Opens {told(at(9, day=5))}, 9 a.m."


@pytest.mark.parametrize(("state", "is_over"), [("open", False), ("closing", False), ("closed", True), ("reported", True), ("draft", True)])
def test_goods_are_taken_until_somebody_closes_the_drive(state, is_over):
    location = goods.location(goods.drive(state=state, closes=NOON - timedelta(days=1)))
    assert (opening.status(location, NOON).state == "over") == is_over


@pytest.mark.parametrize(
    ("ago", "said", "is_stale"),
    [
        (timedelta(seconds=30), "checked just now", False),
        (timedelta(minutes=5), "checked 5 minutes ago", False),
        (timedelta(hours=1, minutes=59), "checked 1 hour ago", False),
        (timedelta(hours=2), "checked 2 hours ago", False),
        (timedelta(hours=4, seconds=1), "checked 4 hours ago", True),
        (timedelta(days=3), "checked 3 days ago", True),
        (None, "not checked yet", True),
    ],
)
def test_how_long_ago_somebody_looked_is_told_and_goes_stale(ago, said, is_stale):
    location = goods.location(checked_at=ago and NOON - ago)
    with translation.override("en"):
        found = opening.status(location, NOON)
    assert (found.checked, found.is_stale) == (said, is_stale)


def test_days_with_the_same_hours_are_told_together():
    location = goods.location()
    LocationHours.objects.filter(location=location, weekday=6).delete()
    LocationHours.objects.filter(location=location, weekday=5).update(closes="14:00")
    with translation.override("en"):
        assert [(days, plain(times)) for days, times in opening.weekly(location)] == [
            ("Monday to Friday", "9 a.m. to 6 p.m."),
            ("Saturday", "9 a.m. to 2 p.m."),
        ]


def test_every_day_is_one_line():
    with translation.override("en"):
        assert [days for days, _times in opening.weekly(goods.location())] == ["Every day"]


def test_a_list_of_locations_asks_nothing_more(django_assert_num_queries):
    drive = goods.drive()
    for number in range(3):
        goods.location(drive, venue=makers.venue(name=f"Library {number}"))
    locations = list(DropOffLocation.objects.select_related("drive").prefetch_related("hours", "closures"))
    with django_assert_num_queries(0):
        assert [opening.status(location, NOON).state for location in locations] == ["open"] * 3


def test_both_ends_of_daylight_saving_time_are_right():
    drive = goods.drive(opens=datetime(2026, 10, 1, tzinfo=BOSTON), closes=datetime(2026, 12, 1, tzinfo=BOSTON), state=Drive.State.OPEN)
    location = goods.location(drive)
    before, after = datetime(2026, 10, 31, 20, tzinfo=BOSTON), datetime(2026, 11, 1, 9, tzinfo=BOSTON)
    assert opening.next_opening(location, before) == after
    assert (after - before).total_seconds() == 13 * 3600  # the clock face; an hour more passes
    assert opening.status(location, after + timedelta(hours=1)).state == "open"
