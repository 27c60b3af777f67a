"""After a test that commits, the database is again as the migrations left it.

Django truncates every table, plants content types and permissions anew and connects again, which takes longer than most of
our tests. Here one statement looks which tables have rows that the migrations did not put there, and only those rows are
deleted. It is planned once, in a connection of its own: to put triggers and keys aside in the connection of the tests would
make PostgreSQL forget every plan it has made there.
"""

from functools import cache

import psycopg2
from django.db import connection
from django.test import TransactionTestCase

from tests import databases

ASIDE = "-c session_replication_role=replica -c lock_timeout=10000"  # no trigger and no key gets in the way of a deletion


def install():
    """Use this instead of Django's flush; called once the test database is there."""
    planted()
    TransactionTestCase._fixture_teardown = lambda test: empty()
    TransactionTestCase._should_reload_connections = lambda test: False


@cache
def planted():
    """Return {table: the last id that the migrations planted, or None where nothing was}."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        return {table: _last(cursor, table) for table in sorted(tables)}


def _last(cursor, table):
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    if not cursor.fetchone()[0]:
        return None
    cursor.execute(f'SELECT max(id) FROM "{table}"')
    return cursor.fetchone()[0]


def empty():
    """Delete what tests have left, and make their connection what a new one would be."""
    refresh()
    try:
        _delete()
    except (psycopg2.OperationalError, psycopg2.InterfaceError):  # a test has ended all connections
        broom.cache_clear()
        _delete()


def _delete():
    with broom().cursor() as cursor:
        cursor.execute("EXECUTE what_is_left")
        if deletions := [deletion for (deletion,) in cursor.fetchall()]:
            cursor.execute("; ".join(deletions))


@cache
def broom():
    """The connection that deletes; it knows the question over all tables by heart."""
    own = psycopg2.connect(databases.url(), options=ASIDE)
    own.autocommit = True
    rows = [f'FROM "{table}"' if last is None else f'FROM "{table}" WHERE id > {last}' for table, last in planted().items()]
    with own.cursor() as cursor:
        cursor.execute("PREPARE what_is_left AS " + " UNION ALL ".join(f"SELECT 'DELETE {some}' WHERE EXISTS (SELECT 1 {some})" for some in rows))
    return own


def refresh():
    """Undo what a test may have set in its connection, but keep what PostgreSQL has learned there of tables and triggers."""
    if connection.connection is None:
        return
    if connection.in_atomic_block or not connection.get_autocommit() or not connection.is_usable():
        connection.close()
        return
    connection.run_on_commit = []
    with connection.cursor() as cursor:
        cursor.execute("CLOSE ALL; RESET ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES")
