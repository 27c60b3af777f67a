"""What the database holds, row by row, so that a test can say that nothing changed."""

from django.db import connection

_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"


def fingerprint():
    """Return {table: (rows, hash over all values)} for every table there is."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return {table: _of(cursor, table) for (table,) in cursor.fetchall()}


def _of(cursor, table):
    cursor.execute(f"SELECT count(*), md5(coalesce(string_agg(row::text, chr(10) ORDER BY row::text), '')) FROM \"{table}\" AS row")
    return cursor.fetchone()


def changed(before, after):
    """Return the tables that are not as they were."""
    return sorted(table for table in after if after[table] != before.get(table))
