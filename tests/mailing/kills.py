"""Letters in the middle of which a worker is killed."""

import contextlib
import multiprocessing
import os
import signal
from datetime import timedelta

from django.db import connection, connections
from django.utils import timezone

from civic.processes import wait_until
from mailing import letters, wake
from mailing.models import Message
from mailing.outbox import claims

RING = {"worker": wake.wake_worker, "bulk": wake.wake_bulk}


@contextlib.contextmanager
def at_work(work, *more):
    """Do something in a process of its own, which begins as this one is and is killed (-9) at the end of the block."""
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=_alone, args=(work, *more))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def _alone(work, *more):
    """What two processes share breaks for both: this one begins with a connection of its own."""
    for one in connections.all(initialized_only=True):
        one.connection, one.in_atomic_block, one.savepoint_ids = None, False, []
    work(*more)


def kill_in_hand(processes, name):
    """Kill (-9) the process in which a worker does its work; the worker itself lives and starts another one.

    What was in its hands is free at once, as if the lease had run out; returns how many letters that were.
    """
    processes[name].signal(signal.SIGSTOP)
    for pid in processes.pool(name):
        os.kill(pid, signal.SIGKILL)
    in_hand = _end_leases()
    processes[name].signal(signal.SIGCONT)
    return in_hand


def kill_with_all_it_has(processes, name):
    """Kill (-9) a worker and the processes in which it does its work; what was in its hands is free at once. Returns how many letters that were."""
    processes[name].signal_group(signal.SIGKILL)
    processes[name].wait_until_gone(30)
    return _end_leases()


def _end_leases():
    return Message.objects.filter(state=Message.State.SENDING).update(lease=timezone.now() - timedelta(seconds=1))


def owe_test_letters(office, count):
    """Owe letters of a kind that real worker processes know."""
    now = timezone.now()
    for number in range(count):
        letters.send_to_address("test_letter", address=f"person{number}@example.org", office=office, language="en", about=f"test.thing:{number}", now=now)


def interrupt(processes, mail_server, *, after, number, name="worker"):
    """Start the worker, ring, and send its whole group a signal when `after` more letters have come."""
    processes.start(name)
    ring_until_there(mail_server, min(len(mail_server.letters) + after, Message.objects.count()), name=name)
    processes[name].signal_group(number)
    processes[name].wait_until_gone(30)


def ring_until_there(mail_server, count, seconds=120, name="worker"):
    """Ring until so many letters have come: a ring that waits too long for a worker to start is thrown away."""
    for _ in range(seconds // 10):
        RING[name]()
        with contextlib.suppress(AssertionError):
            return mail_server.wait_for(count, seconds=10)
    raise AssertionError(f"{len(mail_server.letters)} of {count} letters came within {seconds} seconds.")


def free_what_is_left():
    """Let the leases run out, and the minute that a letter in doubt waits; returns how many letters were in doubt."""
    doubted, _ = claims.recover(now=timezone.now() + timedelta(minutes=5))
    Message.objects.filter(state=Message.State.QUEUED).update(due=timezone.now())
    return doubted


def finish(processes, name="worker"):
    """Start the worker once more and wait until no letter is waiting."""
    processes.start(name)
    ring_until_none_waits(name)


def ring_until_none_waits(name, seconds=120):
    """Ring until every letter has an end."""
    assert wait_until(lambda: RING[name]() or not Message.objects.waiting().exists(), seconds, step=0.5), list(Message.objects.values_list("state").distinct())


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
