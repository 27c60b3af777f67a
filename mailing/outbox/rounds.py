"""Rounds: one ring of the bell frees what dead workers left, then sends what is due, until nothing is left or time is up."""

import contextlib
import logging
import signal
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from mailing import health, hold
from mailing.models import Message
from mailing.outbox import claims
from mailing.outbox.delivery import Delivery, LeaseLost, Post, keep
from mailing.smtp import Trouble
from mailing.writing.rendering import Writer

logger = logging.getLogger(__name__)

WORKER = (Message.Lane.URGENT, Message.Lane.NORMAL)
BULK = (Message.Lane.BULK, Message.Lane.BULK)
ROUND = 5  # seconds; a worker that is asked to stop is gone soon after
FIRST_CHUNK, SMALLEST_CHUNK = 20, 5
LARGEST_CHUNK = 200  # letters; so many are in doubt when worker and database die in the same moment
SOON = 30  # seconds; a patient round waits for letters that are due within them
REST = 1  # second between two looks of a patient round: an office's letters a second leave each second together
CHUNK_SECONDS = 0.5  # a chunk is as large as leaves in this time, so that a code waits no longer behind it
_before_many: list[Callable[..., None]] = []


def before_many(see_to: Callable[..., None]) -> None:
    """Add `see_to(now=)`, which an app above does before letters to many leave; called once when the portal starts."""
    _before_many.append(see_to)


class Round:
    """Sends what is due in some lanes, chunk by chunk, over one connection; a `patient` one waits for what is due soon, as letters at a pace are."""

    def __init__(self, *, lanes, clock=timezone.now, stopping=lambda: False, seconds=ROUND, patient=False):
        self.lanes = lanes
        self.patient = patient
        self.clock = clock
        self.stopping = stopping
        self.deadline = time.monotonic() + seconds
        self.post = Post(settings.EMAIL_URL) if settings.EMAIL_URL else None
        self.writer = Writer()
        self.size = FIRST_CHUNK

    def run(self):
        """Return whether more may be due: the time was up, not the letters."""
        if hold.stands_still(now=self.clock()):
            return False
        claims.recover(now=self.clock())
        if self.lanes == BULK:
            self._see_to_what_comes_before()
        try:
            while not self._over() and not hold.held():
                owner, messages = claims.claim(lanes=self.lanes, count=self.size, now=self.clock())
                if not (self._sent(owner, messages) if messages else self._rested()):
                    return False
            return not self.stopping()
        finally:
            if self.post:
                self.post.close()

    def _rested(self):
        """Wait a little when more is due soon; tell whether it is."""
        if not self.patient or not claims.is_due_by(lanes=self.lanes, moment=self.clock() + timedelta(seconds=SOON)):
            return False
        time.sleep(max(0, min(REST, self.deadline - time.monotonic())))
        return True

    def _see_to_what_comes_before(self):
        for see_to in _before_many:
            try:
                see_to(now=self.clock())
            except DatabaseError:
                raise
            except Exception:  # a pace that cannot be kept must not hold up the mail
                logger.exception("What comes before letters to many failed.")

    def _sent(self, owner, messages):
        """Send one chunk; tell whether to go on."""
        started = time.monotonic()
        if self.post is None:
            keep(owner, messages, clock=self.clock, stopping=self.stopping)
            return True
        delivery = Delivery(owner, messages, post=self.post, clock=self.clock, stopping=self.stopping, writer=self.writer)
        try:
            delivery.run()
        except LeaseLost:
            self.post.close()
        except Trouble as trouble:
            logger.warning("%s", trouble)
            health.note("mail_server_trouble", now=self.clock())
            self.post.close()
            return delivery.sent > 0
        self._size_by_speed(len(messages), time.monotonic() - started)
        return True

    def _size_by_speed(self, letters, seconds):
        self.size = min(LARGEST_CHUNK, max(SMALLEST_CHUNK, int(letters / max(seconds, 0.001) * CHUNK_SECONDS)))

    def _over(self):
        return self.stopping() or time.monotonic() > self.deadline


@contextlib.contextmanager
def ends_on_sigterm():
    """Give a function that tells whether SIGTERM has come: the letter in hand is finished, the others stay. The process lives on
    to write its marks; whoever sent the signal to the whole group gets his wish a moment later."""
    came = []
    try:
        before = signal.signal(signal.SIGTERM, lambda number, frame: came.append(number))
    except ValueError:  # not the main thread: nobody signals us here
        yield lambda: False
        return
    try:
        yield lambda: bool(came)
    finally:
        signal.signal(signal.SIGTERM, before)
        if came:
            signal.raise_signal(signal.SIGTERM)
