"""The cast and a plain kind of letter for the tests of the mail."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from mailing import registry
from mailing.models import Message
from mailing.registry import Letter, register
from people.models import Office, Person

NOW = datetime(2026, 10, 8, 15, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def office(db):
    return Office.objects.create(
        name="Office of Volunteering", slug="volunteering", phone="+16175550100", phone_hours="Monday to Friday, 9 a.m. to 5 p.m.",
        email="volunteer@example.org", address="1 City Hall Square", is_main=True,
    )  # fmt: skip


@pytest.fixture
def vera(office):
    return Person.objects.create(office=office, name="Vera Volunteer", email="vera@example.org")


@pytest.fixture
def dan(office):
    return Person.objects.create(office=office, name="Dan Donor", phone="+16175550142", channel=Person.Channel.PHONE)


@pytest.fixture
def kinds():
    """A place to register kinds of letters that are forgotten after the test."""
    before = dict(registry._kinds)
    yield registry._kinds
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def note(kinds):
    """A kind of letter made for the tests: `note.wanted`, `note.sent`, `note.failed` and `note.told` say what happens and what happened."""
    told = SimpleNamespace(unwanted=set(), sent=[], failed=[], told=[], values={"day": "Saturday"})
    register(
        "note",
        template="mailing/email/test_letter",
        lane=Message.Lane.NORMAL,
        load=lambda messages: {message.id: message.about for message in messages if message.about not in told.unwanted},
        context=lambda message, record: Letter("note", {}, {"name": message.person.name if message.person else ""}),
        on_sent=lambda message, record, now: told.sent.append(record),
        on_failed=lambda message, record, now: told.failed.append(record),
        on_told=lambda message, record, by, now: told.told.append((record, by)),
    )
    return told
