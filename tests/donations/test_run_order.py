"""Stops by distance: the nearest first from where everything is brought, window after window; moved by hand within their time."""

from datetime import timedelta

import pytest

from donations import run_order
from donations.actions import runs, scheduling
from donations.models import PickUpRequest, PickUpWindow
from tests import goods, makers
from tests.donations import fetching

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    drive = fetching.drive()
    at = goods.location(drive, venue=makers.venue(name="School", address="1 School St", lat=42.30, lng=-71.10))
    window = fetching.window(drive, stops=40, to=at)
    return window.run


def stop(run, name, lat, lng=-71.10, *, window=None):
    who = makers.person(name, f"{name}@example.org")
    return goods.pick_up(run.drive, who=who, state="scheduled", window=window or run.windows.earliest("pk"), lat=lat, lng=lng)


def names(run):
    return [one.person.name for one in run_order.stops_of(run)]


def order(run):
    runs.order_by_distance(run=run, by=makers.staff(), now=makers.NOW)
    return names(run)


def test_one_degree_of_latitude_is_111_kilometers():
    assert round(run_order.kilometers((42.0, -71.0), (43.0, -71.0)), 1) == 111.2
    assert run_order.kilometers((42.0, -71.0), (None, None)) == 0


def test_the_nearest_comes_first_and_who_is_nowhere_comes_last(run):
    for name, lat in [("far", 42.39), ("lost", None), ("near", 42.31), ("middle", 42.35)]:
        stop(run, name, lat)
    assert order(run) == ["near", "middle", "far", "lost"]
    assert list(PickUpRequest.objects.order_by("order").values_list("order", flat=True)) == [1, 2, 3, 4]


def test_a_later_time_goes_on_from_where_the_earlier_one_ended(run):
    first = run.windows.get()
    later = PickUpWindow.objects.create(run=run, starts=first.ends, ends=first.ends + timedelta(hours=2), capacity=9)
    stop(run, "end of the first", 42.39)
    stop(run, "close to the school", 42.31, window=later)
    stop(run, "close to the end", 42.38, window=later)
    assert order(run) == ["end of the first", "close to the end", "close to the school"]


def test_a_new_stop_finds_its_place_and_leaves_the_order_by_hand_alone(run):
    for name, lat in [("a", 42.33), ("b", 42.31), ("c", 42.39)]:
        stop(run, name, lat)
    run_order.write(list(run_order.stops_of(run)))  # not by distance: somebody wanted it so
    window = run.windows.get()
    new = goods.pick_up(run.drive, who=makers.person("between", "between@example.org"), lat=42.35, lng=-71.10)
    scheduling.schedule(request=new, window=window, by=makers.staff(), now=window.starts - timedelta(days=1))
    assert names(run) == ["a", "b", "between", "c"]


def test_a_stop_moves_by_hand_within_its_time_only(run):
    first = run.windows.get()
    later = PickUpWindow.objects.create(run=run, starts=first.ends, ends=first.ends + timedelta(hours=2), capacity=9)
    one, two, three = stop(run, "one", 42.31), stop(run, "two", 42.35), stop(run, "three", 42.36, window=later)
    carla = makers.staff()
    runs.move(request=two, up=True, by=carla, now=makers.NOW)
    assert names(run) == ["two", "one", "three"]
    runs.move(request=three, up=True, by=carla, now=makers.NOW)
    runs.move(request=two, up=True, by=carla, now=makers.NOW)
    assert names(run) == ["two", "one", "three"]
    runs.move(request=one, up=True, by=carla, now=makers.NOW)
    assert names(run) == ["one", "two", "three"]


def test_ordering_costs_the_same_queries_for_three_stops_and_for_thirty(run, django_assert_max_num_queries):
    for number in range(30):
        stop(run, f"stop{number}", 42.3 + (number * 7 % 30) / 300)
    carla = makers.staff()
    with django_assert_max_num_queries(8):
        runs.order_by_distance(run=run, by=carla, now=makers.NOW)
