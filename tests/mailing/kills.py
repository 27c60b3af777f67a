"""Letters in the middle of which a worker is killed."""

import contextlib
import signal
from datetime import timedelta

from django.utils import timezone

from civic.processes import wait_until
from mailing import letters, wake
from mailing.models import Message
from mailing.outbox import claims


def owe_test_letters(office, count):
    """Owe letters of a kind that real worker processes know."""
    now = timezone.now()
    for number in range(count):
        letters.send_to_address("test_letter", address=f"person{number}@example.org", office=office, language="en", about=f"test.thing:{number}", now=now)


def interrupt(processes, mail_server, *, after, number):
    """Start the worker, ring, and send its whole group a signal when `after` more letters have come."""
    processes.start("worker")
    ring_until_there(mail_server, min(len(mail_server.letters) + after, Message.objects.count()))
    processes["worker"].signal_group(number)
    processes["worker"].wait_until_gone(30)


def ring_until_there(mail_server, count, seconds=120):
    """Ring until so many letters have come: a ring that waits too long for a worker to start is thrown away."""
    for _ in range(seconds // 10):
        wake.wake_worker()
        with contextlib.suppress(AssertionError):
            return mail_server.wait_for(count, seconds=10)
    raise AssertionError(f"{len(mail_server.letters)} of {count} letters came within {seconds} seconds.")


def free_what_is_left():
    """Let the leases run out, and the minute that a letter in doubt waits; returns how many letters were in doubt."""
    doubted, _ = claims.recover(now=timezone.now() + timedelta(minutes=5))
    Message.objects.filter(state=Message.State.QUEUED).update(due=timezone.now())
    return doubted


def finish(processes):
    """Start the worker once more and wait until no letter is waiting."""
    processes.start("worker")
    assert wait_until(lambda: wake.wake_worker() or not Message.objects.waiting().exists(), 120, step=0.5), list(
        Message.objects.values_list("state").distinct()
    )


def copies(mail_server):
    """Return (how many different letters came, how many came once too often)."""
    different = {letter.message_id for letter in mail_server.letters}
    return len(different), len(mail_server.letters) - len(different)


def kill_repeatedly(processes, mail_server, office, *, count, kills):
    """Send `count` letters through a worker that is killed so often; returns the largest number in doubt after one kill."""
    owe_test_letters(office, count)
    worst = 0
    for _ in range(kills):
        interrupt(processes, mail_server, after=count // (kills * 2), number=signal.SIGKILL)
        worst = max(worst, free_what_is_left())
    finish(processes)
    return worst
