"""Rows by the thousand, numbered by generate_series on the server."""

from django.db import connection
from django.utils import timezone


class Numbers:
    """Inserts rows numbered by generate_series, and remembers the ids they got."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.first = {}

    def insert(self, model, count, columns):
        """Insert `count` rows; `columns` are SQL expressions over n = 0, 1, …; every other field has its default."""
        now = timezone.now()
        table = model._meta.db_table
        self.cursor.execute(f"SELECT COALESCE(max(id), 0) + 1 FROM {table}")
        first = self.first[model] = self.cursor.fetchone()[0]
        names, values, params = ["id"], [f"{first} + n"], []
        for field in model._meta.concrete_fields[1:]:
            names.append(field.column)
            values.append(columns.get(field.column, "%s"))
            if field.column not in columns:
                params.append(_default(field, now))
        statement = (
            f"INSERT INTO {table} ({', '.join(map(connection.ops.quote_name, names))}) SELECT {', '.join(values)} FROM generate_series(0, {count} - 1) n"
        )
        self.cursor.execute(statement, params)
        self.cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + count])


def _default(field, now):
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return now
    if field.has_default():
        return field.get_default()
    return None if field.null else field.get_prep_value("")


def pick(words, salt):
    """Return SQL that picks one of the words by n."""
    listed = ", ".join("'" + word + "'" for word in words)
    return f"(ARRAY[{listed}])[1 + (n * {salt} + n / 7) %% {len(words)}]"


def ids(model, **only):
    return "(ARRAY[" + ", ".join(str(id) for id in model.objects.filter(**only).order_by("id").values_list("id", flat=True)) + "]::bigint[])"
