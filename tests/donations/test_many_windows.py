"""Times for drop-off appointments made many at once: within the hours of the place, once, never into closed days; taken back while nobody has them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from donations.actions import appointments, copies, windows
from donations.models import DropOffWindow, LocationHours, Pledge
from intake.refusal import Refused
from tests import goods, makers
from tests.donations import giving
from tests.reading import told
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db
BOSTON = ZoneInfo("America/New_York")
NOW = datetime(2026, 10, 1, 12, tzinfo=BOSTON)  # a Thursday
MONDAY = date(2026, 10, 5)


@pytest.fixture
def place(office):
    drive = goods.drive(office=office, opens=NOW - timedelta(days=30), closes=datetime(2026, 10, 31, 17, tzinfo=BOSTON))
    return goods.location(drive, hours=((9, 12), (13, 15)), wants_appointments=True)


def make(place, *, first=MONDAY, last=MONDAY, weekdays=range(7), length=60, places=2, by=None, key="", now=NOW, **more):
    plan = windows.Plan(first=first, last=last, weekdays=frozenset(weekdays), length=length, places=places, **more)
    return windows.make(location=place, plan=plan, key=key, by=by or makers.staff(f"{makers.key()}@example.org"), now=now)


def times(place):
    """What stands there, on the clock of the place."""
    return [f"{one.local_starts:%d %H:%M}-{one.local_ends:%H:%M}" for one in DropOffWindow.objects.filter(location=place).order_by("starts")]


def test_they_follow_each_other_within_the_hours_and_never_over_the_break(place):
    make(place)
    assert times(place) == ["05 09:00-10:00", "05 10:00-11:00", "05 11:00-12:00", "05 13:00-14:00", "05 14:00-15:00"]
    assert set(DropOffWindow.objects.values_list("capacity", "time_zone")) == {(2, "America/New_York")}


def test_a_rest_too_short_for_one_is_left_out_and_narrower_hours_count(place):
    make(place, length=50, starts=time(10, 30), ends=time(14))
    assert times(place) == ["05 10:30-11:20", "05 13:00-13:50"]


def test_only_on_the_days_of_the_week_that_were_chosen_and_no_closed_day(place):
    place.closures.create(day=date(2026, 10, 12))
    make(place, last=date(2026, 10, 20), weekdays=[0, 1], length=180)
    assert times(place) == ["05 09:00-12:00", "06 09:00-12:00", "13 09:00-12:00", "19 09:00-12:00", "20 09:00-12:00"]


def test_what_stands_there_already_stays_and_nothing_is_put_across_it(place):
    DropOffWindow.objects.create(
        location=place, starts=datetime(2026, 10, 5, 9, 30, tzinfo=BOSTON), ends=datetime(2026, 10, 5, 10, 30, tzinfo=BOSTON), capacity=9
    )
    make(place)
    assert times(place) == ["05 09:30-10:30", "05 11:00-12:00", "05 13:00-14:00", "05 14:00-15:00"]
    with pytest.raises(Refused, match="Nothing was added"):
        make(place)


def test_a_double_click_makes_them_once(place, carla):
    key = makers.key()
    first, again = (make(place, by=carla, key=key) for _press in range(2))
    assert first == again and len(times(place)) == 5


def test_nothing_that_is_past_and_nothing_beyond_the_drive(place):
    make(place, first=NOW.date(), last=NOW.date(), now=NOW + timedelta(hours=1, minutes=30))
    assert times(place) == ["01 14:00-15:00"]
    place.hours.update(closes="20:00")
    LocationHours.objects.filter(opens="09:00").delete()
    make(place, first=date(2026, 10, 31), last=date(2026, 10, 31), length=120)
    assert times(place)[1:] == ["31 13:00-15:00", "31 15:00-17:00"]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"first": date(2026, 9, 30)}, "first", "today or a later day"), ({"last": date(2026, 10, 4)}, "last", "before the first"),
        ({"last": date(2026, 11, 1)}, "last", "Saturday, October 31"), ({"last": date(9999, 12, 31)}, "last", "last day of the drive"),
        ({"weekdays": []}, "weekdays", "at least one day"), ({"weekdays": [7]}, "weekdays", "at least one day"), ({"weekdays": [1]}, "length", "No time of this length"),
        ({"length": 0}, "length", "5 to 480"), ({"length": 481}, "length", "5 to 480"), ({"length": 200}, "length", "No time of this length"),
        ({"places": 0}, "places", "1 to 200"), ({"places": 10**9}, "places", "1 to 200"), ({"starts": time(12), "ends": time(9)}, "ends", "end after it begins"),
        ({"starts": time(16)}, "length", "No time of this length"), ({"last": date(2026, 10, 31), "length": 5}, "last", "Make at most 500"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_beside_its_field_and_nothing_is_made(place, changes, field, said):
    with pytest.raises(Refused, match=said) as refused:
        make(place, **changes)
    assert refused.value.field == field and times(place) == []


def test_a_closed_drive_gets_none(place):
    place.drive.state = "closed"
    place.drive.save()
    with pytest.raises(Refused, match="closed"):
        make(place)


def test_a_place_that_told_no_hours_needs_from_and_to(place):
    place.hours.all().delete()
    with pytest.raises(Refused, match="told no hours") as refused:
        make(place, starts=time(9))
    assert refused.value.field == "ends"
    make(place, starts=time(9), ends=time(10), length=30)
    assert times(place) == ["05 09:00-09:30", "05 09:30-10:00"]


def test_what_the_clock_skips_or_tells_twice_is_left_out(office):
    drive = goods.drive(office=office, opens=NOW, closes=datetime(2027, 3, 31, tzinfo=BOSTON))
    place = goods.location(drive, hours=((0, 4),))
    for sunday in (date(2026, 11, 1), date(2027, 3, 14)):
        make(place, first=sunday, last=sunday)
    assert times(place) == ["01 02:00-03:00", "01 03:00-04:00", "14 00:00-01:00", "14 03:00-04:00"]


# --- Taken back -------------------------------------------------------------------------------------------------------------


def give(place, window):
    who = makers.person("Dan", f"{makers.key()}@example.org", office=place.drive.office)
    pledge = giving.made({goods.need(place.drive): 1}, location=place, who=who)
    appointments.keep(pledge=Pledge.objects.get(pk=pledge.pk), window_id=window.pk, now=NOW)
    return pledge


def back(place, *chosen):
    return windows.take_back(location=place, windows=[one.pk for one in chosen], by=None, now=NOW)


def test_times_nobody_has_are_taken_back_and_twice_changes_nothing(place):
    made = make(place)
    assert [back(place, *made[:2]) for _twice in range(2)] == [2, 0]
    assert times(place) == ["05 11:00-12:00", "05 13:00-14:00", "05 14:00-15:00"]


def test_where_somebody_comes_none_is_taken_back(place):
    made = make(place)
    give(place, made[1])
    with pytest.raises(Refused, match=f"Somebody has an appointment by now .{told(MONDAY)}, 10"):
        back(place, *made)
    assert len(times(place)) == 5


def test_a_time_somebody_gave_back_stays_in_the_history_and_takes_nobody(place):
    made = make(place)
    appointments.end(pledge=give(place, made[0]), now=NOW)
    back(place, made[0])
    made[0].refresh_from_db()
    assert (made[0].capacity, made[0].is_full) == (0, True)
    assert make(place, places=4, length=45, ends=time(9, 45)) == [made[0]]
    made[0].refresh_from_db()
    assert (made[0].capacity, times(place)[0]) == (4, "05 09:00-09:45")


def test_times_of_another_place_are_left_alone(place, office):
    other = goods.location(place.drive, venue=makers.venue(name="Elsewhere"))
    assert back(other, *make(place)) == 0 and len(times(place)) == 5


# --- The page ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def running(office):
    return goods.location(giving.running(office=office), wants_appointments=True)


def fill(client, place, **typed):
    page = client.get(reverse("admin:location_times", args=[place.pk]))
    initial = {name: page.context["form"][name].value() for name in ("key", "length", "places")}
    day = f"{page.context['form']['first'].value():%Y-%m-%d}"
    tomorrow = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    return client.post(page.request["PATH_INFO"], {**initial, "first": tomorrow, "last": tomorrow, "weekdays": range(7), "starts": "", "ends": "", **typed})


def test_staff_make_them_on_one_page_see_who_comes_and_take_them_back(running, carla):
    client = signed_in(carla)
    assert fill(client, running).status_code == 302
    assert DropOffWindow.objects.filter(location=running, capacity=2).count() == 18
    first, second, *_rest = DropOffWindow.objects.order_by("starts")
    give(running, first)
    url = reverse("admin:location_times", args=[running.pk])
    page = client.get(url)
    assert "18 appointment times were made." in page.text and "1 of 2 taken" in page.text and ">Dan</a>" in page.text
    assert f'name="windows" value="{first.pk}"' not in page.text and f'name="windows" value="{second.pk}"' in page.text
    refused = client.post(f"{url}back/", {"windows": [first.pk, second.pk]})
    assert refused.status_code == 422 and "Somebody has an appointment by now" in refused.text
    assert client.post(f"{url}back/", {"windows": [second.pk]}).status_code == 302
    assert DropOffWindow.objects.count() == 17 and client.post(f"{url}back/", {}).status_code == 422


@pytest.mark.parametrize(
    "typed", [{"first": "2026-02-30"}, {"length": "ten"}, {"weekdays": []}, {"weekdays": ["9"]}, {"starts": "25:00"}, {"places": "0"}, {"last": ""}]
)
def test_what_was_typed_wrong_comes_back_with_the_error_beside_it(running, carla, typed):
    answer = fill(signed_in(carla), running, **typed)
    (name,) = typed
    assert answer.status_code == 422 and answer.context["form"].errors[name] and DropOffWindow.objects.count() == 0


def test_they_are_for_those_who_may_add_times(running, office, other_coordinator):
    lead, url = make_staff("lea@example.org"), reverse("admin:location_times", args=[running.pk])
    running.drive.leads.add(lead)
    for user, status in [(lead, 403), (make_staff("vi@example.org", office, "viewer"), 403), (other_coordinator, 404)]:
        assert signed_in(user).get(url).status_code == status
        assert signed_in(user).post(f"{url}back/", {"windows": ["1"]}).status_code == status


def test_the_page_costs_the_same_however_many_times_there_are(running, carla, django_assert_max_num_queries):
    client, url = signed_in(carla), reverse("admin:location_times", args=[running.pk])
    fill(client, running)
    for window in DropOffWindow.objects.all()[:6]:
        give(running, window)
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)


# --- Copied -----------------------------------------------------------------------------------------------------------------


def test_they_move_with_the_copy_of_a_drive_and_keep_their_clock(place, carla):
    make(place, first=date(2026, 10, 30), last=date(2026, 10, 31), length=180, places=3)
    new = copies.copy(drive=place.drive, last_day=date(2026, 11, 21), key=makers.key(), by=carla, now=NOW)
    (made,) = new.locations.all()
    assert times(place) == ["30 09:00-12:00", "31 09:00-12:00"] and times(made) == ["20 09:00-12:00", "21 09:00-12:00"]  # winter time begins in between
    assert set(DropOffWindow.objects.filter(location=made).values_list("capacity", "taken")) == {(3, 0)}


def test_a_time_outside_of_the_hours_of_its_new_day_or_of_the_drive_stays_behind(place, carla):
    place.hours.exclude(weekday=0).delete()  # Mondays only
    made = make(place, last=date(2026, 10, 26), length=180)
    windows.take_back(location=place, windows=[made[0].pk], by=None, now=NOW)
    DropOffWindow.objects.create(location=place, starts=NOW - timedelta(days=60), ends=NOW - timedelta(days=60, hours=-1), capacity=1)
    new = copies.copy(drive=place.drive, last_day=date(2026, 11, 7), key=makers.key(), by=carla, now=NOW)
    assert times(new.locations.get()) == ["19 09:00-12:00", "26 09:00-12:00", "02 09:00-12:00"]
    moved = copies.copy(drive=place.drive, last_day=date(2026, 11, 8), key=makers.key(), by=carla, now=NOW)
    assert times(moved.locations.get()) == []
