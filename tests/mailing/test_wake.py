"""The doorbell: real broker, hung broker, no broker."""

import signal
import time
from datetime import timedelta

import pytest
import redis
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from civic.processes import wait_until
from civic.servers import Valkey
from mailing import health, letters, wake
from mailing.models import Message

MAIL = "mail"


@pytest.fixture
def broker(tmp_path, monkeypatch):
    """A Valkey of this test's own, which it may hang or kill."""
    server = Valkey(tmp_path, port=0, password="secret").start()  # noqa: S106
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", server.url)
    monkeypatch.setattr(wake, "_doorbell", wake.Doorbell())
    monkeypatch.setattr(wake, "QUIET_AFTER_FAILURE", 0.2)
    yield server
    server.signal_group(signal.SIGCONT)
    wake._doorbell.wait(10)  # a ring that is still on its way would reach the next test's broker
    server.stop(5)


def rings(broker, queue=MAIL):
    with redis.Redis.from_url(broker.url, socket_timeout=10) as client:
        return client.llen(queue)


def test_a_ring_reaches_the_queue_of_its_lane(broker):
    wake.wake(Message.Lane.URGENT)
    wake.wake(Message.Lane.BULK)
    assert wait_until(lambda: rings(broker) == 1 and rings(broker, "bulk") == 1, 30)


def test_many_rings_become_few(broker):
    for _ in range(500):
        wake.wake_worker()
    assert wake._doorbell.wait(30)
    assert 1 <= rings(broker) <= 20


def test_a_hung_broker_holds_up_nobody_and_is_counted(broker, transactional_db):
    wake.wake_worker()
    assert wait_until(lambda: rings(broker) == 1, 30)
    broker.pause()
    started = time.monotonic()
    for _ in range(100):
        wake.wake_worker()
    assert time.monotonic() - started < 5  # each of them would take half a second, as the next test shows
    assert wait_until(lambda: "doorbell_failed" in health.last_tick(), 20)
    assert wake.failures() >= 1
    broker.resume()
    assert wait_until(lambda: wake.wake_worker() or rings(broker) >= 2, 20)


def test_without_the_doorbells_thread_a_hung_broker_would_hold_up_the_ring(broker):
    broker.pause()
    started = time.monotonic()
    with pytest.raises(OperationalError):
        wake.publish(wake.open_broker(), {MAIL})
    assert time.monotonic() - started > 0.4


def test_no_broker_at_all_fails_no_letter(broker, note, vera, transactional_db):
    broker.kill()
    assert letters.send("note", to=vera, about="test.thing:1", now=timezone.now()) is True
    assert wait_until(lambda: wake.failures() > 0, 20)
    assert Message.objects.get().state == "queued"


def test_the_bell_rings_after_the_commit_and_not_before(broker, note, vera, transactional_db):
    with transaction.atomic():
        letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
        assert wake._doorbell.wait(30) and rings(broker) == 0
    assert wait_until(lambda: rings(broker) == 1, 30)


def test_a_letter_for_later_rings_nobody(broker, note, vera, transactional_db):
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now(), due=timezone.now() + timedelta(hours=1))
    assert wake._doorbell.wait(30) and rings(broker) == 0
