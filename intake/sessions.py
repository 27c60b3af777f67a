"""Sessions in Postgres, each written in one round trip: a crash that loses the last moment costs a reader one click."""

from datetime import timedelta

from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connections, router
from django.utils import timezone
from django.utils.crypto import get_random_string

# Sent as one simple query, the statements are one transaction (PostgreSQL, "Multiple Statements in a Simple Query").
_NO_WAIT = "SET LOCAL synchronous_commit TO off; "
_INSERT = _NO_WAIT + "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
_UPDATE = _NO_WAIT + "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


class SessionStore(DatabaseSessions):
    """A database session whose writing does not wait for the disk, and whose random key is not looked up before it is used."""

    def _get_new_session_key(self):
        # One of 36 to the power of 32: should it exist, the primary key refuses it and `create` tries another.
        return get_random_string(32, VALID_KEY_CHARS)

    def get_expiry_date(self, **kwargs):
        """A session that says how long it may lie idle ("idle", seconds) is over then in the table too, whatever its cookie says."""
        idle = self.get("idle")
        return timezone.now() + timedelta(seconds=idle) if idle else super().get_expiry_date(**kwargs)

    def save(self, must_create=False):
        if self.session_key is None:
            return self.create()
        data = self.encode(self._get_session(no_load=must_create))
        with connections[router.db_for_write(self.model)].cursor() as cursor:
            if must_create:
                cursor.execute(_INSERT, [self.session_key, data, self.get_expiry_date()])
            else:
                cursor.execute(_UPDATE, [data, self.get_expiry_date(), self.session_key])
            is_written = cursor.rowcount
        if not is_written:
            raise CreateError if must_create else UpdateError
        return None
