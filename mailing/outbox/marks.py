"""Marks: what is written about each letter. They commit without waiting for the disk, so the worker holds them until one commit
that did wait has passed, and writes them again when the database was away."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, connection, transaction

from mailing.models import Message

logger = logging.getLogger(__name__)

DATABASE_AWAY = 60  # seconds to wait for a database that is gone
# Several statements in one message are one transaction, and the setting holds for it alone.
_SENT = """
SET LOCAL synchronous_commit = off;
UPDATE mailing_message SET state = 'sent', attempts = attempts + 1, smtp_reply = %s, subject = %s, text = %s, sent_at = %s, lease = NULL
WHERE id = %s AND owner = %s AND state = 'sending'
"""
_FLUSH = "UPDATE mailing_message SET lease = NULL WHERE id = %s AND state <> 'sending'"


@dataclass(slots=True)
class Mark:
    """What becomes of one letter; `after` runs in the same transaction, when the mark took."""

    id: int
    values: dict
    after: Callable | None = None

    @property
    def is_plain(self):
        """Sent, and nobody waits to hear it."""
        return self.after is None and self.values["state"] == Message.State.SENT


class Marks:
    """The marks of one chunk, conditional on its owner: a worker that lost its lease writes nothing."""

    def __init__(self, owner, *, patience=DATABASE_AWAY):
        self.owner = owner
        self.patience = patience
        self.held = []  # not yet known to be on the disk
        self.written = 0  # how many of those held are committed

    def add(self, mark):
        """Hold a mark; `write` writes it."""
        self.held.append(mark)

    def write(self):
        """Write what is held and unwritten, one letter a transaction."""
        self._persistently(self._write_new)

    def finish(self):
        """Write the rest and wait for the disk: afterwards a crash of the database loses none of them."""
        self._persistently(self._write_new_durably)
        self.held.clear()
        self.written = 0

    def _write_new(self):
        for mark in self.held[self.written :]:
            self._write(mark)
            self.written += 1

    def _write_new_durably(self):
        if not self.held:
            return
        self._write_new()
        # One commit that waits takes all earlier ones to the disk with it.
        with connection.cursor() as cursor:
            cursor.execute(_FLUSH, [self.held[-1].id])

    def _write(self, mark):
        if mark.is_plain:
            with connection.cursor() as cursor:
                values = mark.values
                cursor.execute(_SENT, [values["smtp_reply"], values["subject"], values["text"], values["sent_at"], mark.id, self.owner])
            return
        with transaction.atomic():
            took = Message.objects.filter(pk=mark.id, owner=self.owner, state=Message.State.SENDING).update(**mark.values)
            if took and mark.after:
                _run_safely(mark.after)

    def _persistently(self, write):
        """Write; when the database went away wait for it, and write everything held again. Raise when it stays away."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return write()
            except (OperationalError, InterfaceError) as trouble:
                if connection.in_atomic_block or time.monotonic() > deadline:
                    raise
                logger.warning("The database is away; %d marks are held: %s", len(self.held), type(trouble).__name__)
                connection.close()
                self.written = 0
                time.sleep(0.2)


def _run_safely(after):
    """Run what somebody wanted done with the mark; its failure does not undo the mark."""
    try:
        with transaction.atomic():
            after()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("What follows a letter failed.")
