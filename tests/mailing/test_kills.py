"""P4 and P5: a killed worker loses no letter, and repeats at most the two that were in its hands."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import claims, delivery, rounds
from tests.mailing.kills import copies, finish, free_what_is_left, interrupt, kill_repeatedly, owe_test_letters


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_no_letter(mail_server, office, processes):
    worst = kill_repeatedly(processes, mail_server, office, count=300, kills=2)
    different, extra = copies(mail_server)
    assert (different, Message.objects.filter(state="sent").count()) == (300, 300)
    assert worst <= 2 * 2  # two processes of one worker
    assert extra <= worst * 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_asked_to_stop_in_the_middle_repeats_nothing(mail_server, office, processes):
    owe_test_letters(office, 300)
    interrupt(processes, mail_server, after=50, number=signal.SIGTERM)
    assert free_what_is_left() == 0
    finish(processes)
    assert copies(mail_server) == (300, 0)


@pytest.fixture
def sleeping_worker(note, vera, mail_server, transactional_db):
    """A worker that claimed ten letters and then slept, while its lease ran out and another one sent them."""
    letters.send_many("note", [letters.Owed(vera, f"test.thing:{number}") for number in range(10)], now=timezone.now())
    owner, messages = claims.claim(lanes=(1, 2), count=10, now=timezone.now())
    post = delivery.Post(mail_server.url)
    sleeper = delivery.Delivery(owner, messages, post=post, clock=timezone.now, stopping=lambda: False)
    claims.recover(now=timezone.now() + timedelta(minutes=5))
    Message.objects.update(due=timezone.now())
    rounds.Round(lanes=rounds.WORKER).run()
    assert copies(mail_server) == (10, 0)
    yield sleeper
    post.close()


def test_a_worker_that_slept_through_its_lease_sends_nothing(sleeping_worker, mail_server):
    sleeping_worker.renewed_at -= 3600
    sleeping_worker.run()
    assert copies(mail_server) == (10, 0)


def test_without_the_look_at_the_lease_it_would_send_everything_again(sleeping_worker, mail_server):
    sleeping_worker.renewed_for = float("inf")
    sleeping_worker.run()
    assert copies(mail_server) == (10, 10)
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}  # but its marks do not take


def test_a_worker_that_wakes_up_with_a_letter_in_hand_puts_it_down(note, vera, mail_server, transactional_db):
    letters.send_many("note", [letters.Owed(vera, f"test.thing:{number}") for number in range(3)], now=timezone.now())
    owner, messages = claims.claim(lanes=(1, 2), count=3, now=timezone.now())
    post = delivery.Post(mail_server.url)
    sleeper = delivery.Delivery(owner, messages, post=post, clock=timezone.now, stopping=lambda: False)
    in_hand = sleeper._next_offered()
    claims.recover(now=timezone.now() + timedelta(minutes=5))
    sleeper.renewed_at -= 3600
    with pytest.raises(delivery.LeaseLost):
        sleeper._send(in_hand)
    post.close()
    assert mail_server.letters == []
