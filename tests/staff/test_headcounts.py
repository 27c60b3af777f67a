"""People who came and gave no name, on the roster of staff."""

from bookings.models import State
from tests.staff.conftest import signed_in
from tests.staff.test_rosters import press, roster
from volunteers.models import Headcount, SignUp


def test_without_a_name_they_are_counted_and_with_one_they_are_on_the_list(carla, shift, role):
    client = signed_in(carla)
    press(client, "add_walk_in", role.pk, name="\u200b", party_size="3")
    press(client, "add_walk_in", role.pk, name="Wanda", party_size="1")
    counted = Headcount.objects.get()
    assert (counted.people, counted.noted_by, counted.site_link) == (3, carla, None)
    assert list(SignUp.objects.values_list("person__name", "state")) == [("Wanda", State.WALK_IN)]
    assert "3 more came and gave no name." in client.get(roster(shift)).text
