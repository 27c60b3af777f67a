"""The made-up city for measuring: quick, countable, and never beside real people."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from donations.models import Donation, DonationLine, Drive, DropOffLocation, Need, Pledge, PledgeLine, Stock
from events.browsing import cards, filters
from events.models import Event, Support
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


def test_events_are_made_with_their_supports_and_are_listed():
    call_command("bulk", people=0, opportunities=1, shifts=1, sign_ups=0, events=300, verbosity=0)
    assert (Event.objects.count(), Support.objects.count(), Event.objects.filter(kind="training").exists()) == (300, 300, True)
    assert len(cards.page(filters.Filters(), language="en", now=timezone.now()).cards) == 20


def test_drives_are_made_with_all_that_hangs_on_them_and_their_sums_are_true():
    call_command("bulk", people=30, opportunities=10, shifts=10, sign_ups=0, drives=2, pledges=50, donations=60, verbosity=0)
    assert [model.objects.count() for model in (Drive, Need, DropOffLocation, Pledge, PledgeLine, Donation, DonationLine)] == [2, 400, 100, 50, 100, 60, 120]
    assert (
        not PledgeLine.objects.exclude(need__drive=F("pledge__drive")).exists() and not DonationLine.objects.exclude(need__drive=F("donation__drive")).exists()
    )
    assert not Donation.objects.exclude(location__drive=F("drive")).exists()
    before = {need.pk: (need.taken, need.received) for need in Need.objects.all()}
    stood = dict(Stock.objects.values_list("pk", "quantity"))
    rows = list(DonationLine.objects.values_list("pk", "quantity", "unusable"))
    for pledge in Pledge.objects.all():  # the triggers count again what was counted by whole tables
        Pledge.objects.filter(pk=pledge.pk).update(state="withdrawn")
        Pledge.objects.filter(pk=pledge.pk).update(state=pledge.state)
    for pk, quantity, unusable in rows:
        DonationLine.objects.filter(pk=pk).update(quantity=quantity + 1, unusable=unusable)
        DonationLine.objects.filter(pk=pk).update(quantity=quantity, unusable=unusable)
    assert {need.pk: (need.taken, need.received) for need in Need.objects.all()} == before
    assert sum(stood.values()) == sum(quantity - unusable for _pk, quantity, unusable in rows)
    assert sum(received for _taken, received in before.values()) == sum(quantity for _pk, quantity, _unusable in rows)


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
