"""What is cancelled and confirmed again stands in the calendar again: each letter counts the entry up, as a calendar expects (RFC 5546, 3.2.5)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.actions import attending, events, telling
from events.actions import offers as event_offers
from events.actions.events import When
from events.models import Event
from mailing.outbox import rounds
from people.things import entries_of
from tests import makers, meetings
from volunteers.actions import notices, offers, shifts, sign_ups
from volunteers.models import Shift

pytestmark = pytest.mark.django_db(transaction=True)
VERA = "vera@example.org"


@pytest.fixture
def begins(db):
    makers.city()
    return timezone.now() + timedelta(days=10)


class OnAShift:
    """Vera on a shift, and what happens to her sign-up and to the shift."""

    def __init__(self, begins):
        self.one = makers.sign_up(makers.role(starts=begins), who=makers.person())

    def cancel(self, by, now):
        sign_ups.cancel(sign_up=self.one, by=None, now=now)

    def confirm(self, by, now):
        offers.confirm(sign_up=self.one, by=by, now=now)

    def move(self, by, now):
        shift, day = Shift.objects.get(), timedelta(days=1)
        shifts.move(shift=shift, starts=shift.starts + day, ends=shift.ends + day, venue=shift.venue, by=by, now=now)
        notices.sweep(now=now + notices.WINDOW)


class AtAnEvent:
    """Vera at an event, and what happens to her registration and to the event."""

    def __init__(self, begins):
        self.one = meetings.registration(meetings.event(starts=begins), who=makers.person())

    def cancel(self, by, now):
        attending.cancel(registration=self.one, by=None, now=now)

    def confirm(self, by, now):
        event_offers.confirm(registration=self.one, by=by, now=now)

    def move(self, by, now):
        event, day = self.one.event, timedelta(days=1)
        events.postpone(event=event, reason="Storm", when=When(event.starts + day, event.ends + day, event.venue), by=by, now=now)


def deliver(mail_server, now, to=VERA):
    """Let all letters leave, and return (method, number) of the entry beside the last one."""
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()
    (file,) = mail_server.to(to)[-1].message.iter_attachments()
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    return str(calendar["METHOD"]), int(calendar.walk("VEVENT")[0]["SEQUENCE"])


@pytest.mark.parametrize("booked", [OnAShift, AtAnEvent])
def test_each_letter_about_what_is_cancelled_confirmed_again_and_moved_counts_up(begins, booked, mail_server):
    case, carla, now = booked(begins), makers.staff(), timezone.now()
    said, own = [], []
    for number, act in enumerate([case.cancel, case.confirm, case.cancel, case.confirm, case.move], 1):
        moment = now + number * timedelta(minutes=20)
        act(carla, moment)
        said.append(deliver(mail_server, moment + notices.WINDOW))
        (entry,) = entries_of([case.one.person], now)
        own.append((entry["method"], entry["sequence"]))
    assert [method for method, _number in said] == ["CANCEL", "PUBLISH", "CANCEL", "PUBLISH", "PUBLISH"]
    numbers = [number for _method, number in said]
    assert numbers == sorted(set(numbers)) and numbers[0] > 0
    assert own == said


def test_an_event_given_up_taken_again_and_given_back_by_staff_counts_up_for_good(begins, mail_server):
    first, carla, now = AtAnEvent(begins), makers.staff(), timezone.now()
    first.cancel(carla, now)
    said = [deliver(mail_server, now)]
    again = meetings.registration(first.one.event, who=first.one.person)
    attending.cancel(registration=again, by=None, now=now + timedelta(minutes=1))
    said.append(deliver(mail_server, now + timedelta(minutes=1)))
    first.confirm(carla, now + timedelta(minutes=2))
    said.append(deliver(mail_server, now + timedelta(minutes=2)))
    assert [method for method, _number in said] == ["CANCEL", "CANCEL", "PUBLISH"]
    assert said[0][1] < said[1][1] < said[2][1]


def test_who_still_comes_of_a_family_with_one_address_has_it_in_the_calendar_again(begins, mail_server):
    vera, carla, now = AtAnEvent(begins), makers.staff(), timezone.now()
    meetings.registration(vera.one.event, who=makers.person("Ben", VERA))
    vera.cancel(carla, now)
    gone = deliver(mail_server, now)
    vera.move(carla, now + timedelta(minutes=1))
    assert gone[1] < deliver(mail_server, now + timedelta(minutes=1))[1]


def test_another_title_of_an_event_that_people_are_told_of_counts_up_too(begins, mail_server):
    vera, carla, now = AtAnEvent(begins), makers.staff(), timezone.now()
    vera.move(carla, now)
    before = deliver(mail_server, now)
    event = Event.objects.get()
    Event.objects.update(title="Listen again")
    edit = telling.note(event=event, names={"title"}, by=carla, now=now)
    telling.decide(event=event, edit_id=edit.pk, shown=["title"], tell_them=True, by=carla, now=now + timedelta(minutes=1))
    after = deliver(mail_server, now + timedelta(minutes=2))
    (own,) = entries_of([vera.one.person], now)
    assert (mail_server.letters[-1].kind, after[1] > before[1], own["sequence"], own["summary"]) == ("event_changed", True, after[1], "Listen again")
