"""What stands beside every form is kept: after 24 months people are forgotten, a year after sending the words of letters."""

from datetime import timedelta

import pytest

from mailing import tidying
from mailing.models import Message
from people import forgetting, retention
from people.models import Person
from people.retention import forget_inactive
from tests import makers
from tests.makers import NOW
from volunteers.retention import forget_notes

pytestmark = pytest.mark.django_db


def last_active(person, days):
    Person.objects.filter(pk=person.pk).update(active_at=NOW - timedelta(days=days))


@pytest.mark.parametrize(("days", "name"), [(729, "Vera"), (731, "")])
def test_people_are_forgotten_24_months_after_their_last_activity(days, name):
    vera = makers.sign_up(makers.role(starts=NOW - timedelta(days=740)), who=makers.person()).person
    last_active(vera, days)
    forget_inactive(now=NOW)
    vera.refresh_from_db()
    assert (vera.name, bool(vera.email)) == (name, bool(name))


def test_who_is_expected_is_not_forgotten():
    vera = makers.sign_up(makers.role(), who=makers.person()).person
    last_active(vera, 800)
    assert forget_inactive(now=NOW) == 0


@pytest.mark.parametrize(("days", "text"), [(364, "Hello"), (366, "")])
def test_the_words_of_letters_go_after_a_year_and_that_they_were_sent_stays(days, text):
    letter = Message.objects.create(
        person=makers.person(), recipient="p:1", office=makers.office(), kind="signed_up", about="x:1", state="sent", due=NOW, subject="Hello", text="Hello"
    )
    Message.objects.update(created_at=NOW - timedelta(days=days))
    tidying.forget_old(now=NOW)
    letter.refresh_from_db()
    assert (letter.text, letter.subject, letter.state) == (text, text, "sent")


@pytest.mark.parametrize(("days", "notes"), [(360, "a chair"), (370, "")])
def test_what_people_wrote_goes_a_year_after_the_shift(days, notes):
    one = makers.sign_up(makers.role(starts=NOW - timedelta(days=days)), notes="a chair")
    forget_notes(now=NOW)
    one.refresh_from_db()
    assert one.notes == notes


def test_one_person_who_cannot_be_forgotten_keeps_none_of_the_others(monkeypatch, caplog):
    old = NOW - timedelta(days=740)
    persons = [makers.sign_up(makers.role(starts=old), who=makers.person(name, f"{name}@example.org")).person for name in ("vera", "sam", "dan")]
    Person.objects.update(active_at=old)

    def stumble(*, person, now):
        if person.name == "sam":
            raise ZeroDivisionError

    monkeypatch.setattr(forgetting, "_steps", [*forgetting._steps, stumble])
    assert forget_inactive(now=NOW) == 2
    assert [person.name for person in Person.objects.filter(pk__in=[one.pk for one in persons]).order_by("pk")] == ["", "sam", ""]
    assert "could not be forgotten" in caplog.text and "sam" not in caplog.text


def test_who_comes_back_while_others_are_forgotten_stays(monkeypatch):
    vera, sam = makers.person(), makers.person("Sam", "sam@example.org")
    Person.objects.update(active_at=NOW - timedelta(days=740))

    def sam_subscribes(*, person, now):
        if person == vera:
            Person.objects.filter(pk=sam.pk).update(active_at=now)

    monkeypatch.setattr(forgetting, "_steps", [*forgetting._steps, sam_subscribes])
    assert forget_inactive(now=NOW) == 1
    assert [Person.objects.get(pk=one.pk).name for one in (vera, sam)] == ["", "Sam"]


def test_many_who_are_expected_do_not_stand_before_those_who_are_not(monkeypatch):
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    for number in range(5):
        makers.sign_up(makers.role(), who=makers.person(f"Vera {number}", f"vera{number}@example.org"))
    makers.person("Sam", "sam@example.org")
    Person.objects.update(active_at=NOW - timedelta(days=800))
    assert forget_inactive(now=NOW) == 1
    assert not Person.objects.filter(name="Sam").exists()
