"""Calls instead of letters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.refusal import Refused
from mailing import calls, letters
from mailing.models import AccessLink, CallTask, Message
from mailing.outbox import rounds
from people.models import Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla():
    return User.objects.create(email="carla@example.org", is_staff=True)


@pytest.fixture
def task(note, dan):
    letters.send("note", to=dan, about="test.thing:1", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    return CallTask.objects.get()


def test_yes_settles_the_letter_and_tells_its_owner(task, note, carla):
    calls.record_result(task=task, result="confirmed", by=carla, now=timezone.now(), note="Glad to help")
    task.refresh_from_db()
    assert (task.result, task.done_by, task.note, task.tries) == ("confirmed", carla, "Glad to help", 1)
    assert (task.message.state, task.message.smtp_reply) == ("sent", "told by phone")
    assert note.told == [("test.thing:1", carla)]


def test_no_answer_leaves_the_line_open(task, note, carla):
    calls.record_result(task=task, result="no_answer", by=carla, now=timezone.now())
    assert list(calls.open_calls()) == [task]
    assert CallTask.objects.get().tries == 1
    assert note.told == note.failed == []


def test_a_try_without_a_note_leaves_what_was_noted_before(task, note, carla):
    calls.record_result(task=task, result="no_answer", by=carla, now=timezone.now(), note="At work until five")
    calls.record_result(task=task, result="no_answer", by=carla, now=timezone.now())
    assert CallTask.objects.get().note == "At work until five"
    calls.record_result(task=task, result="confirmed", by=carla, now=timezone.now(), note="Glad to help")
    assert CallTask.objects.get().note == "Glad to help"


def test_a_wrong_number_fails_the_letter(task, note, carla):
    calls.record_result(task=task, result="wrong_number", by=carla, now=timezone.now())
    assert Message.objects.get().state == "failed"
    assert note.failed == ["test.thing:1"]


def test_two_callers_do_not_finish_one_call_twice(task, note, carla):
    calls.record_result(task=task, result="confirmed", by=carla, now=timezone.now())
    with pytest.raises(Refused):
        calls.record_result(task=task, result="wrong_number", by=carla, now=timezone.now())
    assert (note.told, note.failed) == ([("test.thing:1", carla)], [])


def test_a_line_nobody_is_owed_any_more_is_dropped(task, note):
    assert calls.drop_unwanted(now=timezone.now()) == 0
    note.unwanted.add("test.thing:1")
    assert calls.drop_unwanted(now=timezone.now()) == 1
    task.refresh_from_db()
    assert (task.result, task.message.state) == ("dropped", "cancelled")


def test_a_line_that_was_dropped_is_opened_again_when_the_letter_is_owed_again(task, note, dan):
    note.unwanted.add("test.thing:1")
    calls.drop_unwanted(now=timezone.now())
    note.unwanted.clear()
    letters.send("note", to=dan, about="test.thing:1", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    (again,) = calls.open_calls()
    assert (again.pk, again.result, again.done_at, again.message.state, str(again.number)) == (task.pk, "", None, "held", str(dan.phone))


def test_a_line_somebody_has_finished_is_not_opened_again(task, note, carla):
    calls.record_result(task=task, result="wrong_number", by=carla, now=timezone.now())
    calls.owe(message=task.message, office=task.office, script="Hello.", now=timezone.now())
    assert not calls.open_calls().exists() and CallTask.objects.get().result == "wrong_number"


def test_a_stale_line_behind_many_good_ones_is_dropped_too(task, note, dan):
    letters.send_many("note", [letters.Owed(dan, f"test.thing:{number}") for number in (2, 3, 4)], now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    note.unwanted.update({"test.thing:3", "test.thing:4"})
    assert calls.drop_unwanted(now=timezone.now(), at_a_time=2) == 2
    assert set(calls.open_calls().values_list("message__about", flat=True)) == {"test.thing:1", "test.thing:2"}


def test_dropping_takes_the_same_queries_for_one_line_and_for_three(task, note, dan, django_assert_max_num_queries):
    letters.send_many("note", [letters.Owed(dan, f"test.thing:{number}") for number in (2, 3)], now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    note.unwanted.update({"test.thing:1", "test.thing:2", "test.thing:3"})
    with django_assert_max_num_queries(5):
        assert calls.drop_unwanted(now=timezone.now()) == 3


def test_a_line_about_a_code_leads_to_its_link(dan, kinds, note):
    link = AccessLink.objects.create(purpose="prove", person=dan, phone=dan.phone, office=dan.office)
    letters.send("note", to=dan, about=link, now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    assert CallTask.objects.get().link == link


def test_somebody_without_address_and_number_stands_on_the_list_too(note, office):
    sam = Person.objects.create(office=office, name="Sam Stranger", channel=Person.Channel.PHONE)
    letters.send("note", to=sam, about="test.thing:1", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    assert (CallTask.objects.get().number, CallTask.objects.get().person) == ("", sam)


def test_when_an_address_refuses_and_there_is_a_number_the_next_letter_is_a_call(note, office, mail_server):
    sam = Person.objects.create(office=office, name="Sam Stranger", email="sam@example.org", phone="+16175550143")
    mail_server.refused.add("sam@example.org")
    letters.send("note", to=sam, about="test.thing:1", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    letters.send("note", to=sam, about="test.thing:2", now=timezone.now())
    rounds.Round(lanes=rounds.WORKER, clock=lambda: timezone.now() + timedelta(seconds=1)).run()
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["failed", "held"]
    assert str(CallTask.objects.get().number) == "+16175550143"
