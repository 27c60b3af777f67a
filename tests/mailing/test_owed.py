"""What is owed is owed for good: a letter is a row before anybody reads "done", and a dead worker's letters are found again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import claims, rounds
from tests import makers
from volunteers import emails
from volunteers.actions.sign_up import sign_up
from volunteers.models import SignUp

pytestmark = pytest.mark.django_db(transaction=True)


class PowerCut(Exception):
    """Everything ends in the middle."""


@pytest.fixture
def cut_off(monkeypatch):
    """`cut_off(verb)` signs Vera up in a process that ends before the letter is owed; returns what is stored: sign-ups and letters."""

    def end(*arguments, **more):
        raise PowerCut

    def run(verb):
        makers.city()
        role = makers.role(starts=timezone.now() + timedelta(days=10))
        with pytest.raises(PowerCut):
            verb(shift_role=role, form=makers.form(), proved={"vera@example.org"}, key=makers.key(), browser="b", now=timezone.now())
        return SignUp.objects.count(), Message.objects.count()

    monkeypatch.setattr(emails, "placed", end)
    return run


def test_nobody_is_signed_up_whose_letter_is_not_owed(cut_off):
    assert cut_off(sign_up) == (0, 0)


def test_without_the_one_transaction_somebody_would_be_signed_up_and_hear_nothing(cut_off):
    assert cut_off(sign_up.__wrapped__) == (1, 0)


@pytest.fixture
def later(note, vera, mail_server):
    """`later()` is the worker of the next minutes, after the one that had claimed five letters has died; returns the states of the letters."""
    now = timezone.now()
    letters.send_many("note", [letters.Owed(vera, f"test.thing:{number}") for number in range(5)], now=now)
    claims.claim(lanes=rounds.WORKER, count=5, now=now)

    def run():
        for minutes in (1, 5):
            rounds.Round(lanes=rounds.WORKER, clock=lambda after=minutes: now + settings.MAIL_LEASE + timedelta(minutes=after)).run()
        return set(Message.objects.values_list("state", flat=True)), len(mail_server.letters)

    return run


def test_the_letters_of_a_dead_worker_leave_with_the_next_one(later):
    assert later() == ({"sent"}, 5)


def test_without_the_search_for_them_they_would_lie_there_for_ever(later, monkeypatch):
    monkeypatch.setattr(claims, "recover", lambda *, now: (0, 0))
    assert later() == ({"sending"}, 0)
