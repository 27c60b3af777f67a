"""A letter is one row in the caller's transaction."""

from datetime import timedelta

import pytest
from django.db import transaction

from mailing import letters
from mailing.models import Message

pytestmark = pytest.mark.django_db


def test_a_letter_is_owed_once_however_often_it_is_asked_for(note, vera, now):
    assert letters.send("note", to=vera, about="test.thing:1", now=now) is True
    assert letters.send("note", to=vera, about="test.thing:1", now=now) is False
    assert letters.send("note", to=vera, about="test.thing:1", period="later", now=now) is True
    first, second = Message.objects.order_by("id")
    assert (first.recipient, first.about, first.state, first.lane, first.language, first.due) == (f"p:{vera.id}", "test.thing:1", "queued", 2, "en", now)
    assert (second.period, second.office_id, second.created_at) == ("later", vera.office_id, now)


def test_two_people_at_one_address_get_a_letter_each(note, vera, office, now):
    son = vera.__class__.objects.create(office=office, name="Sol Volunteer", email=vera.email)
    letters.send("note", to=vera, about="test.thing:1", now=now)
    letters.send("note", to=son, about="test.thing:1", now=now)
    assert Message.objects.count() == 2


def test_a_letter_that_was_cancelled_and_never_tried_is_owed_again(note, vera, now):
    letters.send("note", to=vera, about="test.thing:1", now=now)
    assert letters.cancel(about=["test.thing:1"], now=now) == 1
    later = now + timedelta(hours=1)
    assert letters.send("note", to=vera, about="test.thing:1", now=later) is True
    assert Message.objects.get().due == later
    Message.objects.update(state=Message.State.CANCELLED, attempts=1)
    assert letters.send("note", to=vera, about="test.thing:1", now=later) is False
    assert Message.objects.get().state == "cancelled"


def test_cancel_takes_back_only_what_is_queued_and_of_the_kinds_named(note, vera, now):
    letters.send("note", to=vera, about="test.thing:1", now=now)
    assert letters.cancel(about=["test.thing:1"], kinds=["other"], now=now) == 0
    Message.objects.update(state=Message.State.SENT)
    assert letters.cancel(about=["test.thing:1"], now=now) == 0


def test_a_letter_to_an_address_keeps_the_address_and_a_keyed_hash(note, office, now):
    assert letters.send_to_address("note", address="Sam@Example.org", office=office, language="es", about=office, now=now) is True
    assert letters.send_to_address("note", address="sam@example.org ", office=office, language="es", about=office, now=now) is False
    message = Message.objects.get()
    assert (message.to, message.person, message.about) == ("Sam@Example.org", None, f"people.office:{office.id}")
    assert message.recipient.startswith("a:") and "sam" not in message.recipient


def test_a_letter_leaves_no_trace_when_the_transaction_fails(note, vera, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        letters.send("note", to=vera, about="test.thing:1", now=now)
        raise ZeroDivisionError
    assert Message.objects.count() == 0


def test_a_kind_nobody_registered_is_refused(vera, now):
    with pytest.raises(LookupError, match="unheard_of"):
        letters.send("unheard_of", to=vera, about="test.thing:1", now=now)


def test_many_letters_are_queued_at_once(note, vera, now):
    assert letters.send_many("note", [letters.Owed(vera, f"test.thing:{number}") for number in range(300)], now=now) == 300
    assert letters.send_many("note", [letters.Owed(vera, f"test.thing:{number}") for number in range(301)], now=now) == 1
