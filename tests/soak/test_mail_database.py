"""PostgreSQL is killed with -9 in the middle of the letters, alone and together with the worker, and comes back."""

import contextlib
import os
import subprocess
import sys

import psycopg2
import pytest

from civic.environment import BASE_DIR
from civic.processes import wait_until
from civic.servers import Servers

pytestmark = pytest.mark.soak

COUNT = 1500
MOST_IN_A_CHUNK = 200
_OWE = f"""
from django.utils import timezone
from mailing import letters
from people.models import Office
office = Office.objects.create(name="Office", slug="office", phone="+16175550100", phone_hours="", email="office@example.org", address="", is_main=True)
for n in range({COUNT}):
    letters.send_to_address("test_letter", address=f"person{{n}}@example.org", office=office, language="en", about=f"test.thing:{{n}}", now=timezone.now())
"""


@pytest.fixture
def portal(tmp_path, mail_server):
    """A database of this test's own with letters owed in it; `run(...)` starts a Python process on it."""
    servers = Servers(tmp_path, valkey=False).start()
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": servers.postgres.url,
        "EMAIL_URL": mail_server.url,
        "DJANGO_SETTINGS_MODULE": "civic.settings",
    }

    def run(*command, **more):
        return subprocess.Popen([sys.executable, *command], cwd=BASE_DIR, env={**environment, "PYTHONPATH": str(BASE_DIR)}, **more)

    for command in (["manage.py", "migrate", "-v0"], ["manage.py", "shell", "-v0", "-c", _OWE]):
        assert run(*command).wait(120) == 0
    servers.run = run
    yield servers
    servers.stop()


def query(portal, statement):
    with contextlib.closing(psycopg2.connect(portal.postgres.url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def start_worker(portal):
    worker = portal.run("-m", "tests.soak.outbox_process", stdout=subprocess.PIPE, text=True)
    with worker.stdout as said:
        assert said.readline() == "ready\n"
    return worker


def kill_the_database(portal):
    portal.postgres.signal_group(9)
    portal.postgres.process.wait()


def test_a_killed_database_repeats_no_letter_of_a_worker_that_lives(portal, mail_server):
    worker = start_worker(portal)
    for part in (1, 2, 3):
        mail_server.wait_for(COUNT * part // 4, seconds=120)
        kill_the_database(portal)
        portal.postgres.start()
    assert worker.wait(200) == 0
    assert query(portal, "SELECT state, count(*) FROM mailing_message GROUP BY state") == [("sent", COUNT)]
    different = {letter.message_id for letter in mail_server.letters}
    assert len(different) == COUNT
    # Letters that were sent while the database was away for longer than their lease are in doubt, and counted.
    doubted = query(portal, "SELECT coalesce(sum(doubted), 0) FROM mailing_message")[0][0]
    assert len(mail_server.letters) - COUNT <= doubted


def test_database_and_worker_killed_together_lose_no_letter_and_count_every_repetition(portal, mail_server):
    worker = start_worker(portal)
    for part in (1, 2, 3):
        mail_server.wait_for(COUNT * part // 4, seconds=120)
        worker.kill()
        worker.wait()
        kill_the_database(portal)
        portal.postgres.start()
        worker = start_worker(portal)
    assert worker.wait(200) == 0
    assert wait_until(lambda: query(portal, "SELECT count(*) FROM mailing_message WHERE state <> 'sent'") == [(0,)], 10)
    extra = len(mail_server.letters) - len({letter.message_id for letter in mail_server.letters})
    assert len({letter.message_id for letter in mail_server.letters}) == COUNT
    assert extra <= query(portal, "SELECT sum(doubted) FROM mailing_message")[0][0] <= 3 * MOST_IN_A_CHUNK
