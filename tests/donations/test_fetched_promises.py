"""What somebody has promised and then asks to have fetched is one thing: the driver counts it, and nobody reminds them to bring it."""

import pytest
from django.utils import timezone

from donations.actions import pick_ups
from donations.actions.pick_ups import Form
from donations.models import PickUpRequest
from tests import goods, makers
from tests.donations import fetching, giving
from tests.donations.fetching import Donor

pytestmark = pytest.mark.django_db


@pytest.fixture
def drive():
    fetching.zips()
    return fetching.drive()


def entered(drive, **typed):
    form = Form(
        name="Dan", email="dan@example.org", phone="", language="en", address="12 Saratoga St", zip="02128", what="Coats", size="bags", stairs="none", **typed
    )
    return pick_ups.enter(drive=drive, form=form, key=makers.key(), by=makers.staff(), now=timezone.now())


def test_it_is_fetched_whether_the_address_was_proved_before_or_is_now(drive):
    donor, need = Donor(), goods.need(drive)
    pledge = giving.made({need: 3}, who=goods.dan())
    donor.ask_and_prove(drive)
    donor.ask(drive, what="Two more bags")
    assert list(PickUpRequest.objects.values_list("pledge", flat=True)) == [pledge.pk, pledge.pk]


def test_it_is_fetched_for_somebody_who_calls_too(drive):
    pledge = giving.made({goods.need(drive): 3}, who=goods.dan())
    assert entered(drive).pledge == pledge


def test_what_is_brought_to_a_place_and_what_is_over_is_not(drive):
    dan, need = goods.dan(), goods.need(drive)
    giving.made({need: 3}, who=dan, location=goods.location(drive))
    giving.made({need: 3}, who=dan, state="withdrawn")
    assert entered(drive).pledge is None
