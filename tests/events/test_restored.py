"""What is cancelled and restored stands as before: with its date where it had one, without where it had none."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import events, kits
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


@pytest.mark.django_db(transaction=True)
class TestKits:
    """What was kept for an event when it was called off is kept for it again, as far as it is free."""

    @pytest.fixture
    def event(self, office, carla):
        return planning.complete(office, carla)

    def called_off(self, event):
        """The event is called off and the clock lets go of its kits."""
        events.cancel(event=event, reason=REASON, by=None, now=timezone.now())
        kits.sweep(now=timezone.now())

    def restore(self, carla, event):
        return signed_in(carla).post(reverse("admin:restore_event", args=[event.pk]), follow=True).content.decode()

    def kept(self, event):
        return [(str(loan), loan.state) for loan in event.loans.order_by("pk")]

    def test_what_is_free_still_is_kept_again_and_what_was_given_up_before_is_not(self, carla, office, event):
        rakes = meetings.kit(office=office, name="Rakes", owned=10)
        meetings.loan(rakes, quantity=6, event_=event)
        kits.give_up(loan=meetings.loan(rakes, quantity=2, event_=event), by=carla, now=timezone.now())
        self.called_off(event)
        assert self.kept(event) == [("6 × Rakes", "cancelled"), ("2 × Rakes", "cancelled")]
        page = self.restore(carla, event)
        assert self.kept(event) == [("6 × Rakes", "reserved"), ("2 × Rakes", "cancelled")]
        assert "It takes place after all." in page and "not free any more" not in page

    def test_what_others_have_by_now_is_named_with_its_number(self, carla, office, event):
        rakes, tent, saws = (meetings.kit(office=office, name=name, owned=owned) for name, owned in [("Rakes", 10), ("Tent", 1), ("Saws", 3)])
        for kit, quantity in [(rakes, 6), (tent, 1), (saws, 3)]:
            meetings.loan(kit, quantity=quantity, event_=event)
        self.called_off(event)
        day = event.local_starts.date()
        for kit, quantity in [(rakes, 7), (tent, 1)]:
            meetings.loan(kit, quantity=quantity, event_=meetings.event(office=office), since=day)
        page = self.restore(carla, event)
        assert self.kept(event) == [("3 × Rakes", "reserved"), ("1 × Tent", "cancelled"), ("3 × Saws", "reserved")]
        assert "not free any more: 3 × Rakes, 1 × Tent. What is free is kept" in page

    def test_the_second_time_only_what_was_kept_the_second_time_comes_back(self, carla, office, event):
        tent = meetings.kit(office=office, name="Tent", owned=1)
        meetings.loan(tent, event_=event)
        self.called_off(event)
        other = meetings.loan(tent, event_=meetings.event(office=office), since=event.local_starts.date())
        self.restore(carla, event)
        kits.give_up(loan=other, by=carla, now=timezone.now())
        self.called_off(event)
        assert "not free any more" not in self.restore(carla, event) and self.kept(event) == [("1 × Tent", "cancelled")]

    def test_what_is_over_is_neither_kept_nor_missed(self, carla, office, event):
        rakes = meetings.kit(office=office, name="Rakes", owned=10)
        today = timezone.localdate(timezone.now(), event.zone)
        meetings.loan(rakes, quantity=6, event_=event, since=today - timedelta(days=3), until=today - timedelta(days=1))
        self.called_off(event)
        assert "not free any more" not in self.restore(carla, event) and self.kept(event) == [("6 × Rakes", "cancelled")]
