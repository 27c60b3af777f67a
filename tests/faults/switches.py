"""Guards of the database switched off for a control, and on again whatever happens inside."""

import contextlib

from django.db import connection

from mailing.models import Message
from volunteers.models import SignUp


@contextlib.contextmanager
def without_trigger(table, name):
    """Inside, the trigger whose name contains `name` does not fire."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s", [table, f"%{name}%"])
        (trigger,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@contextlib.contextmanager
def without_one_live_sign_up():
    """Inside, a person may be on a shift as often as they like; the sign-ups made meanwhile are gone afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'one\\_live\\_sign\\_up%'")
        indexes = dict(cursor.fetchall())
        assert len(indexes) == 2, indexes
        for name in indexes:
            cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        SignUp.objects.all().delete()
        with connection.cursor() as cursor:
            for definition in indexes.values():
                cursor.execute(definition)


@contextlib.contextmanager
def without_one_letter_each():
    """Inside, somebody may be owed the same letter twice; the letters are gone afterwards."""
    name = "one_message_per_recipient_kind_about_period"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE mailing_message DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        Message.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE mailing_message ADD CONSTRAINT {name} {definition}")


@contextlib.contextmanager
def without_form_keys():
    """Inside, no form key is ever known again: each is stored under another name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION misplace_key() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.key := md5(random()::text || NEW.key); RETURN NEW; END $$;"
            "CREATE TRIGGER misplace_key BEFORE INSERT ON intake_formkey FOR EACH ROW EXECUTE FUNCTION misplace_key()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION misplace_key() CASCADE")
