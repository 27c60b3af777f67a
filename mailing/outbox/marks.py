"""Marks: what is written about each letter. They commit without waiting for the disk, so the worker holds them until one commit
that did wait has passed, and writes them again when the database was away. Two letters are marked at a time, before a third
one leaves: a killed worker leaves at most those two in doubt."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from operator import attrgetter

from django.db import InterfaceError, OperationalError, connection, transaction

from mailing.models import Message

logger = logging.getLogger(__name__)

DATABASE_AWAY = 60  # seconds to wait for a database that is gone
# A lease that is not null says "being sent"; asking for the state instead would lead PostgreSQL to the index of all letters that are.
_MARK_SENT = """
UPDATE mailing_message SET state = 'sent', attempts = attempts + 1, smtp_reply = {}, subject = {}, text = {}, sent_at = {}, lease = NULL
WHERE id = {} AND owner = {} AND lease IS NOT NULL
"""
# Planning costs as much as the update itself, so the statement is prepared, and the session stops waiting for the disk until the
# chunk is finished. Behind a pooler that shares sessions neither would last: there each message is a transaction of its own.
_IS_PREPARED = "SELECT 1 FROM pg_prepared_statements WHERE name = 'mark_sent'"
_PREPARE = "PREPARE mark_sent (text, text, text, timestamptz, bigint, uuid) AS" + _MARK_SENT.format(*(f"${n}" for n in range(1, 7)))
_DO_NOT_WAIT, _WAIT = "SET synchronous_commit = off", "SET synchronous_commit = on"
_SENT_PREPARED = "EXECUTE mark_sent (%s, %s, %s, %s, %s, %s);"
_SENT = "SET LOCAL synchronous_commit = off;" + _MARK_SENT.format(*["%s"] * 6) + ";"
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
        self.owner = str(owner)
        self.patience = patience
        self.cursor = self.statement = None
        self.held = []  # not yet known to be on the disk
        self.written = 0  # how many of those held are committed

    def add(self, mark):
        """Hold a mark; `write` writes it."""
        self.held.append(mark)

    def write(self):
        """Write what is held and unwritten: letters that were just sent together, the others one a transaction."""
        self._persistently(self._write_new)

    def make_way(self):
        """Write when one more letter on its way would be a third in doubt, or when somebody waits for a mark."""
        waiting = self.held[self.written :]
        if len(waiting) > 1 or (waiting and not waiting[0].is_plain):
            self.write()

    def finish(self):
        """Write the rest and wait for the disk: afterwards a crash of the database loses none of them."""
        self._persistently(self._write_new_durably)
        self.held.clear()
        self.cursor, self.written = None, 0

    def _write_new(self):
        while self.written < len(self.held):
            plain = list(takewhile(attrgetter("is_plain"), self.held[self.written :]))
            if plain:
                self._write_plain(plain)
            else:
                self._write_one(self.held[self.written])
            self.written += len(plain) or 1

    def _write_new_durably(self):
        if not self.held:
            return
        self._write_new()
        # One commit that waits takes all earlier ones to the disk with it.
        with connection.cursor() as cursor:
            cursor.execute(_WAIT)
            cursor.execute(_FLUSH, [self.held[-1].id])

    def _write_one(self, mark):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")
            took = Message.objects.filter(pk=mark.id, owner=self.owner, lease__isnull=False).update(**mark.values)
            if took and mark.after:
                run_safely(mark.after)

    def _write_plain(self, marks):
        if self.cursor is None:
            self.cursor, self.statement = self._ready()
        values = []
        for mark in marks:
            said = mark.values
            values += (said["smtp_reply"], said["subject"], said["text"], said["sent_at"], mark.id, self.owner)
        self.cursor.execute(self.statement * len(marks), values)

    def _ready(self):
        """Return a cursor and the prepared statement; behind a pooler that shares connections by transaction, the plain one."""
        cursor = connection.cursor()
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            return cursor, _SENT
        cursor.execute(_IS_PREPARED)
        if not cursor.fetchone():
            cursor.execute(_PREPARE)
        cursor.execute(_DO_NOT_WAIT)
        return cursor, _SENT_PREPARED

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
                self.cursor, self.written = None, 0
                time.sleep(0.2)


def run_safely(after):
    """Run what somebody wanted done with the mark; its failure does not undo the mark."""
    try:
        with transaction.atomic():
            after()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("What follows a letter failed.")
