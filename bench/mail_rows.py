"""The rows of the mail benchmark: people, letters owed to them, and what became of those. Import it when the database is up."""

import time
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import mail_process  # starts Django
from mailing import letters
from mailing.models import Message
from mailing.outbox import claims, delivery
from people.models import Office, Person

mail_process.register()

_PEOPLE = """
INSERT INTO people_person (office_id, name, name_key, email, phone, address, channel, language, created_at, active_at)
SELECT %s, 'Vera Volunteer ' || n, 'veravolunteer' || n, 'person' || n || '@example.org', '', '', 'email', 'en', now(), now() FROM generate_series(1, %s) n
"""
_LETTERS = """
INSERT INTO mailing_message (person_id, recipient, "to", office_id, lane, kind, about, period, language, "values", due, created_at, state, subject, text, html,
    attempts, doubted, position, smtp_reply)
SELECT id, 'p:' || id, '', office_id, 2, 'bench', 'people.person:' || id, '', 'en', '{}', now(), now(), 'queued', '', '', '', 0, 0, 0, '' FROM people_person ORDER BY id LIMIT %s
"""


def migrate():
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def execute(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def fill_people(count):
    execute("TRUNCATE people_office CASCADE")
    office = Office.objects.create(
        name="Office of Volunteering", slug="volunteering", phone="+16175550100", phone_hours="Monday to Friday, 9 a.m. to 5 p.m.",
        email="volunteer@example.org", address="1 City Hall Square", is_main=True,
    )  # fmt: skip
    execute("SET session_replication_role = replica")  # half a million people without half a million rows of history
    execute(_PEOPLE, [office.id, count])
    execute("SET session_replication_role = DEFAULT")
    execute("ANALYZE people_person")


def fill_letters(count):
    """Owe a letter to each of the first people, and nothing else."""
    execute("TRUNCATE mailing_message CASCADE")
    execute(_LETTERS, [count])
    execute("VACUUM ANALYZE mailing_message")


def one_letter():
    """Return one of the letters as words {subject, text, html} and as bytes."""
    owner, messages = claims.claim(lanes=(1, 2), count=1, now=timezone.now())
    parcel = delivery.Chunk(owner, messages, delivery.Marks(owner), timezone.now).next()
    return {"subject": parcel.words.subject, "text": parcel.words.text, "html": parcel.words.html}, parcel.data


def states():
    """Return how many letters are in each state."""
    with connection.cursor() as cursor:
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
    begin = time.perf_counter()
    letters.send("bench", to=Person.objects.first(), about="bench.code:1", now=timezone.now())
    code = Message.objects.filter(about="bench.code:1")
    code.update(lane=1)
    while not code.filter(state="sent").exists():
        assert time.perf_counter() - begin < 60
        time.sleep(0.005)
    return time.perf_counter() - begin


def doubts():
    """Let the dead worker's lease run out, and return how many letters are in doubt."""
    return claims.recover(now=timezone.now() + timedelta(minutes=5))[0]
