"""A place turns full, or is closed for the day: who would come in vain is told at once, with the nearest place that takes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from donations.actions import appointments, rerouting
from donations.models import DropOffLocation, DropOffWindow, Pledge
from mailing.models import Message
from mailing.outbox import rounds
from tests import goods, makers
from tests.donations import giving

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(drive):
    return goods.location(drive, state=DropOffLocation.State.FULL, venue=makers.venue(lat=42.31, lng=-71.08))


def day(drive, ahead):
    return timezone.localdate(timezone.now(), drive.zone) + timedelta(days=ahead)


def told():
    return sorted(Message.objects.filter(kind="location_closed").values_list("about", flat=True))


def test_everybody_of_the_next_three_days_or_without_a_day_is_told_once_and_nobody_else(drive, wanted, full):
    other = goods.location(drive, venue=makers.venue(name="Maverick Library", address="75 Bremen St"))
    expected = [giving.made({wanted: 1}, location=full, expected_day=day(drive, ahead)) for ahead in (0, 3)]
    expected.append(giving.made({wanted: 1}, location=full))
    giving.made({wanted: 1}, location=full, expected_day=day(drive, 4))
    giving.made({wanted: 1}, location=other, expected_day=day(drive, 1))
    giving.made({wanted: 1}, location=full, expected_day=day(drive, 1), state=Pledge.State.WITHDRAWN)
    giving.made({wanted: 1}, location=full, expected_day=day(drive, 1), state=Pledge.State.HELD)
    now = timezone.now()
    assert [rerouting.tell_of_closed(location=full, now=now) for _twice in range(2)] == [3, 0]
    assert told() == sorted(one.ref for one in expected)


def test_an_appointment_counts_by_its_time_whatever_day_was_typed(drive, wanted, full):
    soon = timezone.now() + timedelta(days=2)
    window = DropOffWindow.objects.create(location=full, starts=soon, ends=soon + timedelta(minutes=30), capacity=2)
    pledge = giving.made({wanted: 1}, location=full)
    appointments.keep(pledge=pledge, window_id=window.pk, now=timezone.now())
    assert appointments.live([pledge]).get().state == State.CONFIRMED
    assert rerouting.tell_of_closed(location=full, now=timezone.now()) == 1


def test_a_place_that_is_closed_for_one_day_tells_who_comes_on_it(drive, wanted):
    place = goods.location(drive)
    place.closures.create(day=day(drive, 1), reason="Moving house")
    tomorrow = giving.made({wanted: 1}, location=place, expected_day=day(drive, 1))
    giving.made({wanted: 1}, location=place, expected_day=day(drive, 2))
    rerouting.tell_of_closed(location=place, now=timezone.now())
    assert told() == [tomorrow.ref]


def test_the_letter_names_the_nearest_place_that_takes_it_that_day(drive, wanted, full, mail_server):
    far = goods.location(drive, venue=makers.venue(name="East Boston Library", address="365 Bremen St", lat=42.38, lng=-71.03))
    near = goods.location(drive, venue=makers.venue(name="Codman Library", address="690 Washington St", lat=42.29, lng=-71.07))
    nearer = goods.location(drive, venue=makers.venue(name="Closed Tomorrow", address="1 Blue Hill Ave", lat=42.31, lng=-71.08))
    nearer.closures.create(day=day(drive, 1))
    picky = goods.location(drive, venue=makers.venue(name="Only Coats", address="2 Blue Hill Ave", lat=42.31, lng=-71.08))
    picky.accepts.add(goods.need(drive, name="Coats"))
    giving.made({wanted: 7}, location=full, expected_day=day(drive, 1))
    rerouting.tell_of_closed(location=full, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    (letter,) = mail_server.letters
    assert letter.subject == "Please do not go to Grove Hall Library, 41 Geneva Ave, 02121"
    assert near.venue.name in letter.text and "9 a.m. to 6 p.m." in letter.text and "7 × Notebooks" in letter.text
    assert not any(one.venue.name in letter.text for one in (far, nearer, picky))
    assert near.venue.name in letter.html


@pytest.mark.parametrize("change", ["reopened", "elsewhere", "withdrawn"])
def test_who_need_not_know_any_more_is_not_written_to(drive, wanted, full, mail_server, change):
    pledge = giving.made({wanted: 7}, location=full, expected_day=day(drive, 1))
    rerouting.tell_of_closed(location=full, now=timezone.now())
    if change == "reopened":
        DropOffLocation.objects.update(state=DropOffLocation.State.OPEN)
    elif change == "elsewhere":
        Pledge.objects.filter(pk=pledge.pk).update(location=None)
    else:
        Pledge.objects.filter(pk=pledge.pk).update(state=Pledge.State.WITHDRAWN)
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    assert mail_server.letters == [] and Message.objects.get().state == "cancelled"


def test_who_has_no_email_becomes_a_line_of_the_call_list(drive, wanted, full, mail_server):
    who = makers.person("Dan", "", phone="+16175550123", channel="phone")
    giving.made({wanted: 7}, who=who, location=full, expected_day=day(drive, 1))
    rerouting.tell_of_closed(location=full, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=timezone.now).run()
    call = who.call_tasks.get()
    assert "Grove Hall Library" in call.script and mail_server.letters == []
