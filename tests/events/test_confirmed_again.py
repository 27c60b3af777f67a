"""Staff confirm somebody whose registration was cancelled, by mistake or in a hurry: all of it is as it was before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import State
from events.actions import accommodations, attending, offers
from events.models import AccommodationRequest, Registration
from mailing.models import Message
from mailing.outbox import rounds
from tests import makers, meetings
from tests.events import planning

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


@pytest.fixture
def coming(event):
    return meetings.registration(event)


def asked(coming, **changes):
    return meetings.accommodation(coming.event, who=coming.person, registration=coming, **{"state": "confirmed", "reply": "Ana interprets.", **changes})


def cancelled_and_confirmed(coming, by, *, now=NOW):
    attending.cancel(registration=coming, by=by, now=now)
    Message.objects.update(state="sent")
    return offers.confirm(registration=coming, by=by, now=now + timedelta(minutes=5))


def states():
    return list(AccommodationRequest.objects.order_by("pk").values_list("state", flat=True))


def to_staff():
    """The letters to whoever arranges it that are on their way; they have left when the next ones are asked for."""
    found = [letter for letter in planning.due() if letter.to]
    Message.objects.update(state="sent")
    return [(letter.kind, "Interpreter" in planning.text_of(letter)[1]) for letter in found]


def test_what_would_help_them_is_asked_for_again_and_whoever_arranges_it_hears_so_each_time(coming, carla):
    asked(coming)
    for hour in range(2):
        now = NOW + timedelta(hours=hour)
        attending.cancel(registration=coming, by=carla, now=now)
        assert (states(), to_staff()) == (["withdrawn"], [("support_taken_back", True)])
        offers.confirm(registration=coming, by=carla, now=now + timedelta(minutes=5))
        assert (states(), to_staff()) == (["requested"], [("support_to_answer", True)])


def test_what_its_owner_had_taken_back_before_stays_so(coming, carla):
    accommodations.withdraw(request=asked(coming), by=None, now=NOW)
    asked(coming, kind="childcare")
    cancelled_and_confirmed(coming, carla)
    assert states() == ["withdrawn", "requested"]


def test_whoever_comes_after_all_has_not_cancelled_late(coming, carla):
    cancelled_and_confirmed(coming, carla, now=coming.event.starts - timedelta(hours=3))
    one = Registration.objects.get()
    assert (one.state, one.late) == (State.CONFIRMED, False)


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_that_it_is_cancelled_once_they_are_confirmed_again(office, carla, mail_server):
    coming, now = meetings.registration(planning.complete(office, carla)), timezone.now()
    attending.cancel(registration=coming, by=None, now=now)
    offers.confirm(registration=coming, by=carla, now=now + timedelta(seconds=5))
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now + timedelta(minutes=1)).run()
    assert [letter.kind for letter in mail_server.letters] == ["registered"]
