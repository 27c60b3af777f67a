"""How far the worker is, written beside its one long transaction: the page sees it at once, and another worker sees that this one lives."""

import time

from django.db import connection
from django.utils import timezone

EVERY = 0.5  # seconds


class Progress:
    """`with Progress(table, pk) as beat: beat(rows)`: keeps a connection of its own, because what a transaction writes nobody else sees until its end."""

    def __init__(self, table, pk):
        self.table, self.pk, self.last = table, pk, 0.0

    def __enter__(self):
        self.aside = connection.copy()
        return self

    def __exit__(self, *error):
        self.aside.close()

    def __call__(self, rows):
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        with self.aside.cursor() as cursor:
            cursor.execute(f"UPDATE {self.table} SET seen = %s, beat_at = %s WHERE id = %s", [rows, timezone.now(), self.pk])
