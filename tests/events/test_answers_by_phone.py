"""“It was moved”, told by phone: the answer is keyed on the call list and has the effect of the button in the letter."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import State
from events.actions import attending, events
from events.letters import standing
from events.models import Event, Registration
from intake.refusal import Refused
from mailing import calls
from mailing.models import CallTask, Message
from mailing.outbox import rounds
from people.models import OfficeRole, Person
from tests import makers, meetings
from tests.staff.conftest import make_staff, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(db):
    makers.city()
    return make_staff("carla@example.org", makers.office(), OfficeRole.Role.COORDINATOR)


def by_phone(name, number):
    return makers.person(name, "", phone=number, channel=Person.Channel.PHONE)


def moved(*people, **more):
    """An event with these people, moved by a day and told; returns it."""
    event = meetings.event(starts=timezone.now() + timedelta(days=9), places=2, **more)
    for who, state in people:
        meetings.registration(event, who=who, state=state)
    when = events.When(event.starts + timedelta(days=1), event.ends + timedelta(days=1), event.venue)
    events.postpone(event=event, reason="The hall is closed.", when=when, by=None, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    return event


def call_of(name):
    return CallTask.objects.get(person__name=name, result="")


def key_in(carla, task, result):
    return signed_in(carla).post(reverse("admin:call_result", args=[task.pk]), {"result": result}, follow=True)


def test_still_coming_is_noted_and_settles_the_letter(carla):
    moved((by_phone("Ana", "+16175550101"), State.CONFIRMED))
    task = call_of("Ana")
    page = signed_in(carla).get(reverse("admin:calls")).content.decode()
    assert "Can you still come?" in page and 'value="said_yes"' in page and 'value="said_no"' in page and 'value="confirmed"' not in page
    assert calls.results(task) == ["said_yes", "said_no", "no_answer", "wrong_number"]
    key_in(carla, task, "no_answer")
    assert call_of("Ana").tries == 1 and Registration.objects.get().answer == ""
    key_in(carla, task, "said_yes")
    one = Registration.objects.get()
    assert (one.state, one.answer) == (State.CONFIRMED, "coming") and one.answered_at is not None
    assert set(Message.objects.filter(kind="event_moved").values_list("state", "smtp_reply")) == {("sent", "told by phone")}


def test_cannot_come_frees_the_place_for_the_next_and_calls_nobody_twice(carla):
    event = moved(
        (by_phone("Ana", "+16175550101"), State.CONFIRMED),
        (makers.person("Sam", "sam@example.org"), State.CONFIRMED),
        (by_phone("Leo", "+16175550102"), State.WAITLISTED),
    )
    key_in(carla, call_of("Ana"), "said_no")
    assert dict(Registration.objects.filter(event=event).values_list("person__name", "state")) == {"Ana": "cancelled", "Sam": "confirmed", "Leo": "offered"}
    rounds.Round(lanes=rounds.WORKER).run()
    assert not Message.objects.filter(kind="registration_cancelled").exists() and not CallTask.objects.filter(person__name="Ana", result="").exists()
    gone = Registration.objects.get(person__name="Ana")
    assert gone.changes.filter(state="cancelled").exists()


def test_who_cancels_late_on_the_phone_is_told_to_the_contact_as_by_the_button(carla):
    event = meetings.event(starts=timezone.now() + timedelta(hours=20), contact_email="lead@example.org")
    ana, sam = (meetings.registration(event, who=by_phone(name, number)) for name, number in (("Ana", "+16175550101"), ("Sam", "+16175550102")))
    attending.cancel(registration=ana, by=carla, now=timezone.now(), said_so=True)
    assert Message.objects.filter(kind="registration_late", to="lead@example.org").count() == 1
    attending.cancel(registration=sam, by=carla, now=timezone.now())
    assert Message.objects.filter(kind="registration_late").count() == 1, "what staff decide is not the person's word"


def test_who_waits_or_only_asked_for_support_is_told_and_asked_nothing(carla):
    event = moved((by_phone("Leo", "+16175550102"), State.WAITLISTED))
    assert calls.results(call_of("Leo")) == ["confirmed", "no_answer", "wrong_number"]
    with pytest.raises(Refused):
        calls.record_result(task=call_of("Leo"), result="said_yes", by=carla, now=timezone.now())
    asked = meetings.accommodation(event, who=by_phone("Mia", "+16175550103"))
    letter = Message.objects.create(
        person=asked.person, recipient="p:9", office=event.office, kind="event_moved", about=asked.ref, due=timezone.now(), state="held"
    )
    task = CallTask.objects.create(message=letter, office=event.office, person=asked.person, number="+16175550103", script="x", due=timezone.now())
    assert calls.results(task) == ["confirmed", "no_answer", "wrong_number"]


def test_without_the_question_everybody_could_be_keyed_as_coming(carla, monkeypatch):
    moved((by_phone("Leo", "+16175550102"), State.WAITLISTED))
    monkeypatch.setattr(type(calls.kind_named("event_moved")), "asks_in", lambda self, message, record: True)
    assert "said_yes" in calls.results(call_of("Leo"))


def test_a_wrong_number_is_kept_as_failed_and_changes_no_answer(carla):
    moved((by_phone("Ana", "+16175550101"), State.CONFIRMED))
    key_in(carla, call_of("Ana"), "wrong_number")
    assert Registration.objects.get().state == State.CONFIRMED and Message.objects.get(kind="event_moved").state == "failed"


def test_a_line_is_dropped_when_the_answer_came_another_way_or_the_event_is_cancelled(carla):
    event = moved((by_phone("Ana", "+16175550101"), State.CONFIRMED), (by_phone("Leo", "+16175550102"), State.CONFIRMED))
    attending.answer_coming(registration=Registration.objects.get(person__name="Ana"), by=None, now=timezone.now())
    assert calls.drop_unwanted(now=timezone.now()) == 1
    assert not CallTask.objects.filter(person__name="Ana", result="").exists()
    event.refresh_from_db()
    events.cancel(event=event, reason="A storm comes.", by=carla, now=timezone.now())
    assert not CallTask.objects.filter(result="", message__kind="event_moved").exists()


def test_moved_online_asks_by_phone_too_and_the_list_costs_the_same_for_three(carla):
    event = meetings.event(starts=timezone.now() + timedelta(days=9))
    costs = []
    for number in range(3):
        meetings.registration(event, who=by_phone(f"Ana {number}", f"+1617555011{number}"))
    events.move_online(event=event, reason="A storm comes.", online_link="https://example.org/x", dial_in="", dial_in_code="", by=carla, now=timezone.now())
    Message.objects.update(due=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    assert Event.objects.get().mode == "online" and CallTask.objects.filter(result="").count() == 3
    client = signed_in(carla)
    client.get(reverse("admin:calls"))
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(reverse("admin:calls")).content.decode()
        costs.append(len(queries))
        CallTask.objects.filter(person__name__in=["Ana 1", "Ana 2"]).update(result="dropped")
    assert costs[0] == costs[1] and 'value="said_yes"' in page


def test_only_a_confirmed_registration_is_asked(carla):
    event = meetings.event()
    asked = {state: standing.asks(None, meetings.registration(event, state=state)) for state in (State.CONFIRMED, State.WAITLISTED, State.CANCELLED)}
    assert asked == {State.CONFIRMED: True, State.WAITLISTED: False, State.CANCELLED: False}
