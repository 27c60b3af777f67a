"""A volunteers' role drives a run: who is confirmed is the driver, who cancels is not, whoever writes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from donations.models import PickUpRequest, PickUpRun
from intake.refusal import Refused
from tests import goods, makers
from tests.donations import fetching
from volunteers.actions import driving, sign_ups
from volunteers.models import ShiftRole, SignUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla():
    return makers.staff()


@pytest.fixture
def run():
    return fetching.window(fetching.drive()).run


@pytest.fixture
def role(run):
    window = run.windows.get()
    return makers.role(places=2, starts=window.starts, hours=2)


def driver():
    return PickUpRun.objects.get().driver


def give(role, run, carla):
    driving.give_run(shift_role=role, run=run, by=carla, now=timezone.now())


def test_who_is_confirmed_drives_and_the_stops_are_assigned(role, run, carla):
    stop = goods.pick_up(run.drive, state="scheduled", window=run.windows.get())
    give(role, run, carla)
    sign_up = makers.sign_up(role, state=State.HELD)
    assert driver() is None
    SignUp.objects.filter(pk=sign_up.pk).update(state=State.CONFIRMED)
    assert driver() == sign_up.person and PickUpRequest.objects.get(pk=stop.pk).state == "assigned"


def test_who_cancels_frees_the_run_and_the_next_one_drives(role, run, carla):
    give(role, run, carla)
    first, second = makers.sign_up(role), makers.sign_up(role)
    nonce = PickUpRun.objects.get().nonce
    assert driver() == first.person
    sign_ups.cancel(sign_up=first, by=None, now=timezone.now())
    assert driver() == second.person and PickUpRun.objects.get().nonce != nonce
    sign_ups.cancel(sign_up=second, by=None, now=timezone.now())
    assert driver() is None


def test_a_driver_the_office_has_set_stays(role, run, carla):
    sam = makers.person("Sam", "sam@example.org")
    PickUpRun.objects.update(driver=sam)
    give(role, run, carla)
    sign_up = makers.sign_up(role)
    assert driver() == sam
    sign_ups.cancel(sign_up=sign_up, by=None, now=timezone.now())
    assert driver() == sam


def test_a_role_that_is_given_a_run_later_brings_its_driver_and_takes_them_along(role, run, carla):
    sign_up = makers.sign_up(role)
    give(role, run, carla)
    assert driver() == sign_up.person
    give(role, None, carla)
    assert driver() is None and ShiftRole.objects.get(pk=role.pk).run is None


def test_a_place_that_is_handed_over_hands_the_run_over(role, run, carla):
    give(role, run, carla)
    sign_up = makers.sign_up(role)
    sam = makers.person("Sam", "sam@example.org")
    SignUp.objects.filter(pk=sign_up.pk).update(person=sam)
    assert driver() == sam


def test_a_run_of_another_day_or_office_is_refused(role, run, carla):
    other_day = fetching.window(run.drive, days=9).run
    elsewhere = fetching.window(fetching.drive(office=makers.office(slug="parks", name="Parks", is_main=False))).run
    for wrong in (other_day, elsewhere):
        with pytest.raises(Refused):
            give(role, wrong, carla)


def test_a_role_without_a_run_changes_no_run(role, run):
    sign_up = makers.sign_up(role)
    SignUp.objects.filter(pk=sign_up.pk).update(state=State.CANCELLED)
    assert driver() is None and run.day >= (timezone.now() + timedelta(days=2)).date()


def test_signing_up_for_a_role_with_a_run_reads_the_role_in_one_statement(role, run, carla, django_assert_num_queries):
    give(role, run, carla)
    with django_assert_num_queries(1):
        found = ShiftRole.objects.for_sign_up(role.pk)
        assert (found.capacity, found.opportunity.state) == (2, "published")
