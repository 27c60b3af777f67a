"""What is cancelled and restored stands as before: with its date where it had one, without where it had none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import events
from events.models import Event
from mailing.models import Message
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = makers.NOW
REASON = "The hall is closed."


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def postponed(event, *, days=None):
    """The event postponed by so many days, or without a date."""
    event.refresh_from_db()
    when = days and events.When(event.starts + timedelta(days=days), event.ends + timedelta(days=days), event.venue)
    return events.postpone(event=event, reason=REASON, when=when, by=None, now=NOW)


def restored(event, *, now=NOW):
    events.cancel(event=event, reason=REASON, by=None, now=NOW)
    Message.objects.update(state="sent")
    return events.restore(event=event, by=None, now=now).state


def test_what_was_moved_first_and_then_postponed_is_not_restored_to_the_day_that_was_given_up(event):
    coming = meetings.registration(event)
    postponed(event, days=7)
    postponed(event)
    assert restored(event, now=NOW + timedelta(days=30)) == "postponed"
    assert [(message.kind, message.about) for message in planning.due()] == [("event_postponed", coming.ref)]


def test_a_date_that_was_written_down_while_it_was_postponed_is_none_when_it_is_restored(event):
    postponed(event)
    event.refresh_from_db()
    event.starts, event.ends = event.starts + timedelta(days=1), event.ends + timedelta(days=1)
    events.save(event=event, by=None, now=NOW)
    assert restored(event) == "postponed"


def test_what_had_a_date_when_it_was_cancelled_has_it_again_whatever_date_was_known_first(event):
    Event.objects.filter(pk=event.pk).update(postponed_from=event.starts)  # moved there and back with its series
    assert restored(event) == "published"
    postponed(event, days=7)
    assert restored(event) == "published" and Event.objects.get().starts == event.starts + timedelta(days=7)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"state": "published"}, "It takes place after all."),
        ({"state": "postponed"}, "It is postponed. Everybody concerned is told."),
        ({"state": "draft", "published_at": None}, "It is a draft again."),
    ],
)
def test_staff_read_how_it_stands_then(office, carla, before, said):
    event = planning.complete(office, carla)
    Event.objects.filter(pk=event.pk).update(**before, postponed_from=event.starts)
    events.cancel(event=event, reason=REASON, by=carla, now=timezone.now())
    page = signed_in(carla).post(reverse("admin:restore_event", args=[event.pk]), follow=True).content.decode()
    assert said in page and ("It takes place after all." in page) == (before["state"] == "published")
