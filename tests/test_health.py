"""/healthz, /readyz and /statusz: alive, able, moving."""

import urllib.error
import urllib.request
from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from civic.tasks import tick
from mailing import health as mail_health
from mailing import wake
from mailing.models import Message
from tests import databases
from tests.staff.conftest import make_staff, signed_in


def ask(address):
    """Return (status, text) of a page."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode().strip()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode().strip()


def test_a_process_that_can_serve_says_ok(processes):
    processes.start("web")
    assert ask(f"{processes.url}/healthz") == (200, "ok")
    assert ask(f"{processes.url}/readyz") == (200, "ok")


def test_without_its_database_the_process_lives_but_is_not_ready(processes):
    processes.start("web", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    assert ask(f"{processes.url}/healthz") == (200, "ok")
    assert ask(f"{processes.url}/readyz") == (503, "the database does not answer")


def test_a_database_without_migrations_is_not_ready(processes):
    processes.start("web", DATABASE_URL=databases.url("postgres"))
    assert ask(f"{processes.url}/readyz") == (503, "migrations are missing")


def test_a_database_in_another_isolation_level_is_not_ready(client, transactional_db):
    with databases.serializable():
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not work in READ COMMITTED\n")
    assert client.get("/readyz").status_code == 200


def test_status_does_not_exist_for_strangers(client, db):
    assert client.get("/statusz").status_code == 404


@pytest.fixture
def carla(db):
    return signed_in(make_staff("carla@example.org"))


@pytest.fixture
def queue():
    """This worker's broker with nothing in it: what earlier tests rang for is over."""
    assert wake.wait(30)
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.delete("mail", "bulk")
        yield broker
        broker.delete("mail", "bulk")


def test_staff_see_what_waits_and_when_the_last_bell_came(carla, queue):
    tick()
    queue.rpush("bulk", "a ring", "another ring")
    told = carla.get("/statusz").json()
    assert told["ok"] is True
    assert told["letters"]["oldest_due_seconds"] is None
    assert 0 <= told["clock"]["last_tick_seconds_ago"] < 30
    assert told["queues"] == {"mail": 0, "bulk": 2}


def test_an_old_letter_is_told(carla):
    tick()
    due = timezone.now() - timedelta(minutes=7)
    Message.objects.create(recipient="p:1", kind="reminder", about="volunteers.signup:1", due=due, lane=Message.Lane.NORMAL)
    told = carla.get("/statusz").json()
    assert told["ok"] is False
    assert told["letters"]["due_by_lane"] == {"2": 1}
    assert 419 <= told["letters"]["oldest_due_seconds"] < 450


def test_a_silent_clock_is_told(carla):
    told = carla.get("/statusz").json()
    assert (told["ok"], told["clock"]) == (False, {"last_tick_seconds_ago": None, "late": True})


def test_staff_see_what_came_back_and_what_troubles_the_mail(carla):
    now = timezone.now()
    for name in ("returned_hard", "returned_hard", "bounce_mailbox_trouble", "send_due"):
        mail_health.note(name, now=now - timedelta(hours=2))
    noted = carla.get("/statusz").json()["noted"]
    assert {name: one["times"] for name, one in noted.items()} == {"returned_hard": 2, "bounce_mailbox_trouble": 1, "send_due": 1}
    assert 7200 <= noted["bounce_mailbox_trouble"]["last_seconds_ago"] < 7260
