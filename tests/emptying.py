"""After a test that commits, the database is again as the migrations left it.

Django truncates every table and then plants content types and permissions anew, which takes longer than most of our tests.
Here one statement looks which tables have rows that the migrations did not put there, and only those rows are deleted.
"""

from functools import cache

from django.db import connection
from django.test import TransactionTestCase


def install():
    """Use this instead of Django's flush; called once the test database is there."""
    planted()
    TransactionTestCase._fixture_teardown = lambda test: empty()


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
    """Delete what tests have left, without triggers and keys getting in each other's way."""
    rows = {table: f'FROM "{table}"' if last is None else f'FROM "{table}" WHERE id > {last}' for table, last in planted().items()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 {some})" for table, some in rows.items()))
        left = [table for (table,) in cursor.fetchall()]
        if left:
            deletions = "; ".join(f"DELETE {rows[table]}" for table in left)
            cursor.execute(f"SET session_replication_role = replica; {deletions}; SET session_replication_role = DEFAULT")
