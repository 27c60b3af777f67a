"""A time somebody has for bringing things stays the one they were told, and none is given on a day on which the place is closed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions import appointments, pledges, sweeps
from donations.actions import goods as goods_verbs
from donations.models import DropOffWindow, Pledge
from intake.refusal import Refused
from tests import goods, makers
from tests.donations import giving
from tests.donations.bringing import book
from tests.reading import told
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(office):
    return goods.location(giving.running(office=office), wants_appointments=True)


def window(place, *, days=2, capacity=1):
    starts = makers.noon(days)
    return DropOffWindow.objects.create(location=place, starts=starts, ends=starts + timedelta(minutes=30), capacity=capacity)


def give(place, time, *, quantity=1):
    sam = makers.person("Sam", "sam@example.org", office=place.drive.office)
    pledge = giving.made({goods.need(place.drive): quantity}, who=sam, location=place)
    with transaction.atomic():
        appointments.keep(pledge=pledge, window_id=time.pk, now=timezone.now())
    return pledge


def change(client, time, *, by=timedelta(), **changes):
    starts, ends = time.local_starts + by, time.local_ends + by
    typed = {"starts_0": f"{starts:%Y-%m-%d}", "starts_1": f"{starts:%H:%M}", "ends_0": f"{ends:%Y-%m-%d}", "ends_1": f"{ends:%H:%M}"}
    url = reverse("admin:donations_dropoffwindow_change", args=[time.pk])
    return client.post(url, {"location": time.location_id, "capacity": time.capacity, **typed, **changes})


def test_a_time_that_somebody_has_is_not_moved_in_the_list_of_times(place, carla):
    time, client = window(place), signed_in(carla)
    give(place, time)
    refused = change(client, time, by=timedelta(days=1))
    assert refused.context["errors"] and "Somebody has asked for this time. Find another time for them first." in refused.content.decode()
    elsewhere = goods.location(place.drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"))
    change(client, time, location=elsewhere.pk)
    now = DropOffWindow.objects.get()
    assert (now.starts, now.ends, now.location) == (time.starts, time.ends, place)
    assert change(client, time, capacity=4).status_code == 302 and DropOffWindow.objects.get().capacity == 4


def test_a_time_that_nobody_has_is_moved(place, carla):
    time = window(place)
    assert change(signed_in(carla), time, by=timedelta(days=1)).status_code == 302
    assert DropOffWindow.objects.get().local_starts == time.local_starts + timedelta(days=1)


@pytest.mark.parametrize("how", ["a closed day", "other hours"])
def test_no_time_is_offered_or_taken_on_a_day_on_which_the_place_takes_nothing(place, how):
    need, shut, open_ = goods.need(place.drive), window(place), window(place, days=3)
    day = shut.local_starts.date()
    if how == "a closed day":
        place.closures.create(day=day)
    else:
        place.hours.filter(weekday=day.weekday()).delete()
    page = giving.Giver().get(f"/donate/{place.drive.slug}/pledge/").content.decode()
    assert giving.offered_times(page) == [open_.pk]
    with pytest.raises(Refused) as refused:
        giving.promise(place.drive, {need: 1}, location=place, window=shut)
    assert refused.value.field == "window" and refused.value.sentence.startswith(f"Grove Hall Library takes nothing on {told(day)}.")
    giving.promise(place.drive, {need: 1}, location=place, window=open_)


def test_who_had_the_time_before_may_keep_it_and_change_the_rest(place):
    time = window(place)
    pledge = give(place, time)
    place.closures.create(day=time.local_starts.date())
    (line,) = pledge.lines.all()
    plan = pledges.Plan(((line.need_id, 2),), place.pk, None, time.pk)
    pledges.change(pledge=pledge, plan=plan, seen=pledges.version(Pledge.objects.get()), by=None, now=timezone.now())
    assert appointments.window_of(pledge) == time.pk


# --- Given back and taken again -------------------------------------------------------------------------------------------


def taken(time):
    return DropOffWindow.objects.values_list("taken", flat=True).get(pk=time.pk)


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_code_that_is_typed_late_keeps_the_time_while_it_is_free(place, is_gone):
    need, time = goods.need(place.drive), window(place)
    giving.promise(place.drive, {need: 1}, location=place, window=time)
    pledge, now = Pledge.objects.get(), timezone.now()
    Pledge.objects.update(until=now)
    sweeps.sweep(now=now)
    assert (Pledge.objects.get().state, taken(time)) == ("expired", 0)
    if is_gone:
        give(place, time)
    giving.settle(pledge)
    pledge.refresh_from_db()
    assert (pledge.state, taken(time)) == ("promised", 1)
    assert (pledge.location, appointments.window_of(pledge)) == ((None, None) if is_gone else (place, time.pk))


def test_the_time_of_what_came_earlier_is_free_until_it_is_taken_back(place):
    time = window(place)
    pledge = give(place, time)
    donation = book(place, {pledge.lines.get().need: 1}, source="pledge", pledge=pledge)
    assert (Pledge.objects.get().state, taken(time)) == ("brought", 0)
    goods_verbs.take_back(donation=donation, by=makers.staff(), now=timezone.now())
    assert (Pledge.objects.get().state, taken(time)) == ("promised", 1)


def test_a_part_keeps_the_time_until_no_more_is_promised(place):
    time = window(place)
    pledge = give(place, time, quantity=3)
    (line,) = pledge.lines.all()
    book(place, {line.need: 2}, source="pledge", pledge=pledge)
    assert (Pledge.objects.get().state, taken(time)) == ("partly", 1)
    plan = pledges.Plan(((line.need_id, 2),), place.pk, None, time.pk)
    pledges.change(pledge=pledge, plan=plan, seen=pledges.version(Pledge.objects.get()), by=None, now=timezone.now())
    assert (Pledge.objects.get().state, taken(time)) == ("brought", 0)
