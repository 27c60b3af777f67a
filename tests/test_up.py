"""`manage.py up`: one command opens the portal, keeps it alive, and leaves nobody behind."""

import os
import signal
import socket
import subprocess
import sys

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from civic.processes import wait_until
from tests import databases
from tests.portals import Portal, alive

pytestmark = [pytest.mark.whole_portal, pytest.mark.xdist_group("whole_portal")]


@pytest.fixture(scope="module")
def folder():
    """One data folder for all tests, in a path with a space, as people have them."""
    folder = settings.DATA_DIR / f"my portal {os.getpid()}"
    yield folder
    Portal(folder).remove()


@pytest.fixture
def portal(folder):
    made = Portal(folder)
    yield made
    made.end_if_it_runs()


def test_one_command_opens_the_portal_once_and_ctrl_c_leaves_nobody_behind(portal, folder):
    portal.open("--no-seed")
    assert portal.status("/readyz") == 200
    assert wait_until(lambda: f"The portal is open: {portal.url}" in portal.said(), 60), portal.said()
    assert wait_until(lambda: all(portal.pid_of(words) for words in ("--queues mail", "--queues bulk", "civic.beat")), 60)
    everybody = portal.pids()

    second = Portal(folder).start("--no-seed")
    assert second.process.wait(120) == 1
    assert "Another portal already runs in" in second.said()
    assert portal.answers()
    second.log.unlink()

    assert portal.end(signal.SIGINT) == 0
    assert alive(everybody) == []


def test_a_taken_port_is_one_sentence(portal):
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", portal.port))
        somebody.listen()
        portal.start("--no-seed")
        assert portal.process.wait(120) == 1
        assert portal.said().strip().splitlines() == [f"portal  | Port {portal.port} is taken: choose another one, for example PORT={portal.port + 1}."]


def test_a_killed_process_is_started_again_and_a_killed_up_takes_everybody_along(portal):
    portal.open("--no-seed")
    for words in ("--queues mail", "--queues bulk", "civic.beat", "gunicorn", "valkey-server", "postgres -D"):
        assert wait_until(lambda: portal.pid_of(words), 60), words
        killed = portal.pid_of(words)
        os.kill(killed, signal.SIGKILL)
        assert wait_until(lambda: portal.pid_of(words) not in (None, killed), 60), f"{words} did not come back:\n{portal.said()}"
    assert wait_until(lambda: portal.answers("/readyz"), 60)
    everybody = portal.pids()

    portal.end(signal.SIGKILL)

    assert wait_until(lambda: not alive(everybody), 60), [everybody[pid] for pid in alive(everybody)]


def test_after_a_kill_it_starts_again_and_two_portals_run_beside_each_other(portal, folder):
    other = Portal(folder.with_name(f"{folder.name} two"))
    other.take_over(folder)
    try:
        portal.start("--no-seed")
        other.open("--no-seed")
        assert wait_until(portal.answers, 300)
        assert portal.status("/readyz") == 200
        assert portal.servers["database_url"] != other.servers["database_url"]
        assert portal.end(signal.SIGTERM) == 0
    finally:
        other.remove()


def test_with_both_addresses_set_only_our_own_processes_start_and_nothing_is_seeded(folder, transactional_db):
    with databases.maintenance() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS somewhere_else WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE somewhere_else TEMPLATE {databases.migrated_template(cursor, connection)}")
    portal = Portal(
        folder.with_name(f"{folder.name} three"),
        DATABASE_URL=databases.url("somewhere_else"),
        REDIS_URL=os.environ["REDIS_URL"],
        SECRET_KEY="only-for-this-test-" * 4,
    )
    portal.take_static_files()
    try:
        portal.open()
        commands = " ".join(portal.pids().values())
        assert "gunicorn" in commands and "postgres -D" not in commands and "valkey-server" not in commands
        with psycopg2.connect(databases.url("somewhere_else")) as there, there.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person")
            assert cursor.fetchone() == (0,)
    finally:
        portal.remove()


def test_a_real_database_with_the_default_secret_is_refused_by_name(folder):
    environment = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    environment.update(
        DATABASE_URL="postgres://portal:portal@127.0.0.1:1/portal", REDIS_URL="redis://127.0.0.1:1/0", DATA_DIR=str(folder.with_name(f"{folder.name} four"))
    )
    answer = subprocess.run([sys.executable, "manage.py", "up"], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert answer.returncode != 0
    assert "SECRET_KEY is the default one. Example: SECRET_KEY=" in answer.stderr
