"""What somebody has promised and then asks to have fetched is one thing: the driver counts it, and nobody reminds them to bring it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from donations import pledge_words
from donations.actions import pick_ups, reminders
from donations.actions.pick_ups import Form
from donations.models import PickUpRequest, Pledge
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import fetching, giving
from tests.donations.bringing import book
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


# --- No reminder to bring it ----------------------------------------------------------------------------------------------


@pytest.fixture
def pledge(drive):
    """A promise that is reminded of in the evening of its drive's last day but three."""
    made = giving.made({goods.need(drive, name="Coats"): 5}, who=goods.dan())
    Pledge.objects.update(changed_at=timezone.now() - timedelta(days=4))
    return made


def due(drive):
    return datetime.combine(drive.local_closes.date() - timedelta(days=drive.remind_days), reminders.EVENING, tzinfo=drive.zone)


@pytest.mark.parametrize(
    ("state", "is_reminded"),
    [
        ("requested", False),
        ("proposed", False),
        ("scheduled", False),
        ("collected", False),
        ("missed", False),
        ("cancelled", True),
        ("declined", True),
        ("held", True),
    ],
)
def test_nobody_is_reminded_to_bring_what_we_fetch(drive, pledge, state, is_reminded):
    goods.pick_up(drive, who=pledge.person, state=state, pledge=pledge)
    assert reminders.queue(now=due(drive)) == is_reminded
    assert bool(pledge_words.next_words(*pledge_words.fetch([pledge.pk]))) == is_reminded


def test_what_a_driver_counted_leaves_the_rest_to_be_brought(drive, pledge):
    stop = goods.pick_up(drive, who=pledge.person, state="collected", pledge=pledge)
    book(goods.location(drive), {pledge.lines.get().need: 3}, source="pick_up", pledge=pledge, pick_up=stop)
    Pledge.objects.update(changed_at=timezone.now() - timedelta(days=4))
    assert Pledge.objects.get().state == "partly" and reminders.queue(now=due(drive)) == 1


def test_a_reminder_that_waits_is_not_sent_once_we_fetch_it(drive, pledge, mail_server):
    assert reminders.queue(now=due(drive)) == 1
    goods.pick_up(drive, who=pledge.person, state="requested", pledge=pledge)
    rounds.Round(lanes=rounds.WORKER, clock=lambda: due(drive)).run()
    assert mail_server.letters == []
