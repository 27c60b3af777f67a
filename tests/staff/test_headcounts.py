"""People who came and gave no name, on the roster of staff."""

from datetime import timedelta

from django.utils import timezone

from bookings.models import State
from tests.staff.conftest import signed_in
from tests.staff.test_rosters import press, roster
from volunteers.models import Headcount, Shift, SignUp


def test_without_a_name_they_are_counted_and_with_one_they_are_on_the_list(carla, shift, role):
    client = signed_in(carla)
    press(client, "add_walk_in", role.pk, name="\u200b", party_size="3")
    press(client, "add_walk_in", role.pk, name="Wanda", party_size="1")
    counted = Headcount.objects.get()
    assert (counted.people, counted.noted_by, counted.site_link) == (3, carla, None)
    assert list(SignUp.objects.values_list("person__name", "state")) == [("Wanda", State.WALK_IN)]
    assert "3 more came and gave no name." in client.get(roster(shift)).text


def test_staff_take_the_last_count_back(carla, shift, role):
    Shift.objects.update(starts=timezone.now() - timedelta(minutes=1), ends=timezone.now() + timedelta(hours=1))
    client = signed_in(carla)
    for size in ("3", "2"):
        press(client, "add_walk_in", role.pk, name="", party_size=size)
    assert "Take the last count back" in client.get(roster(shift)).text
    press(client, "take_back_count", role.pk)
    assert list(Headcount.objects.values_list("people", flat=True)) == [3]
