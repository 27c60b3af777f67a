"""Edits of an announced event: time and place are told after ten minutes, of the rest staff say whether it is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import telling
from events.models import EventEdit
from mailing.models import Message
from tests import makers, meetings
from tests.events import planning
from tests.staff.conftest import signed_in

pytestmark = pytest.mark.django_db
NOW = makers.NOW


@pytest.fixture
def event(office, carla):
    return planning.complete(office, carla, starts=NOW + timedelta(days=10))


def test_an_edit_of_the_time_in_the_form_is_told_after_ten_minutes(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    before = timezone.now()
    answer = planning.change(carla, event, start="19:00", end="21:00")
    message = Message.objects.get()
    assert "1 person is told of the new time or place within ten minutes" in answer.text
    assert message.kind == "event_moved" and message.due >= before + telling.WINDOW
    event.refresh_from_db()
    planning.change(carla, event, start="18:00", end="20:00")
    assert Message.objects.count() == 1 and not planning.is_wanted(Message.objects.get(), timezone.now())


def test_moved_to_another_zone_the_letter_says_both_times_of_day(carla, office):
    event = planning.complete(office, carla, venue=None, mode="online", online_link="https://example.org/room")
    meetings.registration(event)
    planning.change(carla, event, time_zone="America/Chicago")
    event.refresh_from_db()
    text = planning.text_of(Message.objects.get())[1]
    assert (event.local_starts.hour, event.sequence) == (18, 1) and "Eastern Time" in text and "Central Time" in text
    planning.change(carla, event, time_zone="America/New_York")
    assert not planning.is_wanted(Message.objects.get(), timezone.now())


def test_yes_tells_each_person_the_new_words_once_and_no_tells_nobody(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    planning.change(carla, event, bring="A sweater")
    edit = EventEdit.objects.get()
    client, url = signed_in(carla), reverse("admin:tell_event", args=[event.pk])
    answer = {"act": "yes", "edit": edit.pk, "shown": ["bring"]}
    for _press in range(2):
        client.post(url, answer)
    assert Message.objects.get().kind == "event_changed" and "A sweater" in planning.text_of(Message.objects.get())[1]
    event.refresh_from_db()
    planning.change(carla, event, bring="A hat")
    client.post(url, {"act": "no", "edit": EventEdit.objects.get(closed_at=None).pk, "shown": ["bring"]})
    assert Message.objects.count() == 1 and not EventEdit.objects.filter(closed_at=None).exists()


def test_what_says_that_time_and_place_stay_leaves_after_what_says_that_they_changed(carla, office):
    event = planning.complete(office, carla)
    meetings.registration(event)
    planning.change(carla, event, start="19:00", end="21:00", bring="A sweater")
    edit = EventEdit.objects.get()
    signed_in(carla).post(reverse("admin:tell_event", args=[event.pk]), {"act": "yes", "edit": edit.pk, "shown": edit.facts})
    moved, changed = planning.due()
    assert (moved.kind, changed.kind, moved.due) == ("event_moved", "event_changed", changed.due) and moved.due > timezone.now()
    assert "The time and the place stay as they are." in planning.text_of(changed)[1]


def test_what_was_not_shown_stays_a_question(event):
    meetings.registration(event)
    edit = telling.note(event=event, names={"bring"}, by=None, now=NOW)
    telling.note(event=event, names={"title"}, by=None, now=NOW)
    assert telling.decide(event=event, edit_id=edit.pk, shown=["bring", "nonsense"], tell_them=True, by=None, now=NOW) == 1
    assert EventEdit.objects.get(closed_at=None).facts == ["title"]
    assert telling.decide(event=event, edit_id=edit.pk, shown=["bring"], tell_them=True, by=None, now=NOW) is None
