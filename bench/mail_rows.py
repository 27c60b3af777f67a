"""The rows of the mail benchmark: people, letters owed to them, and what became of those. Django starts at the first call."""

import os
import time
from datetime import timedelta
from functools import cache

import django

_PEOPLE = """
INSERT INTO people_person (office_id, name, name_key, email, phone, address, channel, language, created_at, active_at)
SELECT %s, 'Vera Volunteer ' || n, 'veravolunteer' || n, 'person' || n || '@example.org', '', '', 'email', 'en', now(), now() FROM generate_series(1, %s) n
"""
_LETTERS = """
INSERT INTO mailing_message (person_id, recipient, "to", office_id, lane, kind, about, period, language, "values", due, created_at, state, subject, text, html,
    attempts, doubted, position, smtp_reply)
SELECT id, 'p:' || id, '', office_id, 2, 'bench', 'people.person:' || id, '', 'en', '{}', now(), now(), 'queued', '', '', '', 0, 0, 0, '' FROM people_person ORDER BY id LIMIT %s
"""


@cache
def portal():
    """Start Django on the benchmark's database; returns what the benchmark needs of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civic.settings")
    django.setup()
    from types import SimpleNamespace

    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench import mail_process
    from mailing import letters
    from mailing.models import Message
    from mailing.outbox import claims, delivery
    from people.models import Office, Person

    mail_process.register()
    return SimpleNamespace(**locals())


def migrate():
    portal().call_command("migrate", verbosity=0)
    portal().call_command("createcachetable", verbosity=0)


def execute(statement, values=()):
    with portal().connection.cursor() as cursor:
        cursor.execute(statement, values)


def fill_people(count):
    execute("TRUNCATE people_office CASCADE")
    office = portal().Office.objects.create(
        name="Office of Volunteering", slug="volunteering", phone="+16175550100", phone_hours="Monday to Friday, 9 a.m. to 5 p.m.",
        email="volunteer@example.org", address="1 City Hall Square", is_main=True,
    )  # fmt: skip
    execute(_PEOPLE, [office.id, count])
    execute("ANALYZE people_person")


def fill_letters(count):
    """Owe a letter to each of the first people, and nothing else."""
    execute("TRUNCATE mailing_message CASCADE")
    execute(_LETTERS, [count])
    execute("VACUUM ANALYZE mailing_message")
    execute("CHECKPOINT")


def one_letter():
    """Return one of the letters as words {subject, text, html} and as bytes."""
    django = portal()
    owner, messages = django.claims.claim(lanes=(1, 2), count=1, now=django.timezone.now())
    parcel = django.delivery.Chunk(owner, messages, django.delivery.Marks(owner), django.timezone.now).next()
    return {"subject": parcel.words.subject, "text": parcel.words.text, "html": parcel.words.html}, parcel.data


def states():
    """Return how many letters are in each state."""
    with portal().connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM mailing_message GROUP BY state")
        return dict(cursor.fetchall())


def wait_until_sent(count):
    """Return when so many letters are sent."""
    deadline = time.monotonic() + 60
    while states().get("sent", 0) < count:
        assert time.monotonic() < deadline, states()
        time.sleep(0.02)


def seconds_of_a_code():
    """Owe one letter of lane 1 and return after how many seconds it is sent."""
    django = portal()
    begin = time.perf_counter()
    django.letters.send("bench", to=django.Person.objects.first(), about="bench.code:1", now=django.timezone.now())
    code = django.Message.objects.filter(about="bench.code:1")
    code.update(lane=1)
    while not code.filter(state="sent").exists():
        assert time.perf_counter() - begin < 60
        time.sleep(0.005)
    return time.perf_counter() - begin


def doubts():
    """Let the dead worker's lease run out, and return how many letters are in doubt."""
    django = portal()
    return django.claims.recover(now=django.timezone.now() + timedelta(minutes=5))[0]
