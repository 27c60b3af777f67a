"""P4 and P5 at full size: 600 letters through workers that are killed, asked to stop, and whose database is killed."""

import signal

import pytest
import redis
from django.conf import settings

from civic.processes import wait_until
from mailing.models import Message
from people.models import Office
from tests.mailing.kills import copies, finish, free_what_is_left, interrupt, kill_repeatedly, owe_test_letters

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
PROCESSES = 2  # the worker's concurrency; each may have two letters in its hands


@pytest.fixture
def office():
    return Office.objects.create(
        name="Office of Volunteering", slug="volunteering", phone="+16175550100", phone_hours="Monday to Friday", email="volunteer@example.org",
        address="1 City Hall Square", is_main=True,
    )  # fmt: skip


def test_thirty_kills_lose_no_letter_and_repeat_at_most_two_for_each_process(mail_server, office, processes, record_property):
    worst = kill_repeatedly(processes, mail_server, office, count=600, kills=30)
    different, extra = copies(mail_server)
    record_property("repeated", extra)
    assert (different, Message.objects.filter(state="sent").count()) == (600, 600)
    assert worst <= 2 * PROCESSES
    assert extra <= 30 * 2 * PROCESSES


def test_thirty_polite_stops_repeat_nothing(mail_server, office, processes):
    owe_test_letters(office, 600)
    for _ in range(30):
        interrupt(processes, mail_server, after=10, number=signal.SIGTERM)
        assert free_what_is_left() == 0
    finish(processes)
    assert copies(mail_server) == (600, 0)


def test_a_broker_that_forgets_everything_delays_but_loses_no_letter(mail_server, office, processes):
    processes.start("worker", "beat")
    owe_test_letters(office, 600)
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushdb()
    assert wait_until(lambda: not Message.objects.waiting().exists(), 150)
    assert copies(mail_server) == (600, 0)
