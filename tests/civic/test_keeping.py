"""What is kept no longer than promised: a step that fails keeps none of the others, and is seen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InterfaceError, connection
from django.utils import timezone

from civic import tasks
from events.models import Question
from mailing.models import AccessLink
from people.models import User
from tests import makers, meetings
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(days=400)


def question_that_cannot_go():
    """One that nobody has proved, into which another was put together: the database lets neither stand alone."""
    person = makers.person("Sam", "sam@example.org")
    into = meetings.question(person=person, link=AccessLink.objects.create(person=person, purpose=AccessLink.Purpose.PROVE))
    meetings.question(into.event, state="merged", merged_into=into)
    Question.objects.update(created_at=timezone.now() - LONG_AGO)


def old_note():
    return makers.sign_up(makers.role(starts=timezone.now() - LONG_AGO), notes="a chair")


def test_a_step_that_fails_keeps_none_of_the_others_and_is_seen(caplog):
    question_that_cannot_go()
    old_note()
    with pytest.raises(IntegrityError, match="merged_into_another_question"):
        tasks.forget_notes()
    assert SignUp.objects.get().notes == "" and "events.asked_retention.forget_old failed." in caplog.text
    Question.objects.filter(state="merged").delete()
    tasks.forget_notes()
    assert not Question.objects.exists()


def test_where_the_database_is_gone_nothing_else_is_tried(monkeypatch, caplog):
    def lose(*, now):
        connection.ensure_connection()  # the test before may have closed it
        connection.connection.close()
        connection.cursor()

    monkeypatch.setattr(tasks, "NOTES", [lose, *tasks.NOTES])
    with pytest.raises(InterfaceError):
        tasks.forget_notes()
    connection.close()
    assert "failed" not in caplog.text


def test_accounts_go_where_people_cannot(monkeypatch):
    gone = User.objects.create(email="gone@example.org")
    User.objects.update(joined_at=timezone.now() - LONG_AGO)

    def stumble(*, now):
        raise ZeroDivisionError

    monkeypatch.setattr(tasks, "PEOPLE", [stumble, *tasks.PEOPLE])
    with pytest.raises(ZeroDivisionError):
        tasks.forget_people()
    assert not User.objects.filter(pk=gone.pk).exists()
