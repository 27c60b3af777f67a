"""The doorbell: tells the workers that a letter is due. It never holds up or fails the one who rings; a lost ring costs seconds: the clock rings as well."""

import atexit
import logging
import os
import threading
import time

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from mailing import health
from mailing.models import Message

logger = logging.getLogger(__name__)

TASKS = {"mail": "mailing.tasks.send_due", "bulk": "mailing.tasks.send_bulk"}
QUIET_AFTER_FAILURE = 10  # seconds without another try
PAUSE = 0.1  # seconds between two rings: what was queued meanwhile is rung for together


class Doorbell:
    """One thread for each process that publishes rings, so that a hung broker hangs nobody else; many rings become one."""

    def __init__(self):
        self.failures = 0
        self._wanted = set()
        self._changed = threading.Condition()
        self._thread = None
        self._idle = True
        self._broker = None

    def ring(self, queue):
        """Ask for a ring and return at once."""
        with self._changed:
            self._wanted.add(queue)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="doorbell", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def wait(self, seconds):
        """Wait until every ring so far is out, at most so many seconds; tell whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._idle and not self._wanted, seconds)

    def _run(self):
        while True:
            with self._changed:
                self._idle = True
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._wanted)
                wanted, self._wanted, self._idle = self._wanted, set(), False
            time.sleep(PAUSE if self._publish(wanted) else QUIET_AFTER_FAILURE)

    def _publish(self, queues):
        try:
            self._broker = self._broker or open_broker()
            publish(self._broker, queues)
        except Exception as trouble:  # whatever the broker does: the sweeper finds the letters
            self.failures += 1
            self._broker = None
            logger.warning("The doorbell did not ring: %s", type(trouble).__name__)
            note_failure()
            return False
        return True


def open_broker():
    """Return a connection to the broker that waits at most WAKE_UP_TIMEOUT seconds for each answer."""
    limit = settings.WAKE_UP_TIMEOUT
    options = {"socket_timeout": limit, "socket_connect_timeout": limit, "max_retries": 0, "retry_on_timeout": False, "health_check_interval": 0}
    return current_app.connection_for_write(transport_options=options)


def publish(broker, queues):
    """Send one ring to each queue; raises what the broker raises. It is dropped when the clock has rung anyway: stale ones would queue up before other work."""
    for queue in sorted(queues):
        stale = current_app.conf.beat_schedule[TASKS[queue]]["options"]["expires"]
        current_app.send_task(TASKS[queue], queue=queue, connection=broker, retry=False, expires=stale, ignore_result=True)


def note_failure():
    """Count a lost ring where /statusz can read it."""
    try:
        health.note("doorbell_failed", now=timezone.now())
    except DatabaseError:
        logger.warning("The lost ring could not be counted.")
    finally:
        connection.close()  # this thread's own


_doorbell = Doorbell()


def wake(lane):
    """Ring for the worker of a lane; returns at once and raises nothing."""
    _doorbell.ring("bulk" if lane == Message.Lane.BULK else "mail")


def wake_worker():
    """Ring for lanes 1 and 2, after a commit."""
    wake(Message.Lane.URGENT)


def wake_bulk():
    """Ring for lane 3, after a commit."""
    wake(Message.Lane.BULK)


def wait(seconds):
    """Wait until every ring of this process so far is out, at most so many seconds; tell whether it is."""
    return _doorbell.wait(seconds)


def failures():
    """Return how many rings of this process were lost."""
    return _doorbell.failures


def _begin_anew():
    global _doorbell
    _doorbell = Doorbell()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: wait(settings.WAKE_UP_TIMEOUT))
