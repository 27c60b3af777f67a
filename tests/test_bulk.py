"""The made-up city for measuring: quick, countable, and never beside real people."""

import pytest
from django.core.management import CommandError, call_command

from people.models import Person
from tests.volunteers import making
from volunteers.models import Card, Opportunity, Shift, ShiftRole, SignUp

# VACUUM, which follows the load, cannot run inside a transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def bulk(people=40, opportunities=33, shifts=120, sign_ups=300):
    call_command("bulk", people=people, opportunities=opportunities, shifts=shifts, sign_ups=sign_ups, verbosity=0)


def test_it_makes_what_was_asked_for():
    bulk()
    assert [model.objects.count() for model in (Person, Opportunity, Shift, ShiftRole, SignUp)] == [40, 33, 120, 120, 300]
    assert Card.objects.exclude(day=None).values("opportunity", "day").distinct().count() == Card.objects.exclude(day=None).count() > 100


def test_its_counts_of_taken_places_are_true():
    bulk()
    for role in ShiftRole.objects.all():
        assert role.taken == role.sign_ups.exclude(state="waitlisted").count() <= role.capacity


def test_it_can_be_run_again():
    bulk()
    bulk()
    assert (Shift.objects.count(), SignUp.objects.count()) == (240, 600)


@pytest.mark.parametrize("who", [{"email": "maria@city.gov"}, {"phone": "+16172345678"}])
def test_it_refuses_a_database_with_real_people(who):
    Person.objects.create(office=making.office(), name="Maria", **who)
    with pytest.raises(CommandError, match="holds real people"):
        bulk()
    assert not Shift.objects.exists()


def test_invented_people_do_not_stop_it():
    Person.objects.create(office=making.office(), name="Vera", email="vera@example.org")
    Person.objects.create(office=making.office(), name="Dan", phone="+16175550142")
    bulk()
    assert Person.objects.count() == 42
