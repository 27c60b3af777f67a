"""P18: a backup that was restored mails nobody until a person says so, while the portal it was taken from goes on."""

import os
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from civic.processes import wait_until
from mailing import hold, wake
from mailing.models import Message, Pulse
from mailing.outbox import rounds
from tests import databases
from tests.mailing.kills import copies, owe_test_letters, ring_until_none_waits
from tests.makers import office

pytestmark = pytest.mark.django_db(transaction=True)
SENT, WAITING, NEW = 2, 3, 4


@pytest.fixture
def backed_up(mail_server, processes):
    """A portal that has sent two letters and owes three more; from now on the test works with a restored copy of it. Returns the address of the first."""
    owe_test_letters(office(), SENT)
    rounds.Round(lanes=rounds.WORKER).run()
    owe_test_letters(office(), SENT + WAITING)
    first = databases.url()
    processes.own_database()
    return first


def send_from_the_first(processes, mail_server, url):
    """Let the portal from which the backup was taken go on, and then end; returns when."""
    processes.start("worker", DATABASE_URL=url)
    assert wait_until(lambda: wake.wake_worker() or len(mail_server.letters) >= SENT + WAITING, 60, step=0.5)
    processes["worker"].stop(20)
    return timezone.now()


def ring_in_vain(processes):
    """Ring until the worker of the copy has looked twice more."""
    looked = Pulse.objects.filter(name="send_due", count__gte=looks() + 2)
    assert wait_until(lambda: wake.wake_worker() or looked.exists(), 60, step=0.5), processes.log("worker").read_text()


def looks():
    return sum(Pulse.objects.filter(name="send_due").values_list("count", flat=True))


def test_a_restored_backup_mails_nobody_until_a_person_says_so(mail_server, processes, backed_up):
    ended = send_from_the_first(processes, mail_server, backed_up)
    processes.start("worker")
    ring_in_vain(processes)
    assert hold.held().why == "copy" and copies(mail_server) == (SENT + WAITING, 0)
    owe_test_letters(office(), SENT + WAITING + NEW)
    ring_in_vain(processes)
    assert copies(mail_server) == (SENT + WAITING, 0) and Message.objects.filter(state="queued").count() == WAITING + NEW
    hold.release(sent_until=ended, now=timezone.now())
    ring_until_none_waits("worker")
    assert copies(mail_server) == (SENT + WAITING + NEW, 0)
    assert Message.objects.filter(state="held", smtp_reply=hold.PERHAPS_SENT).count() == WAITING


@pytest.mark.soak
def test_a_real_recovery_to_a_point_in_time_is_noticed_and_a_quick_one_is_a_failover(mail_server, processes):
    server = processes.own_database()
    owe_test_letters(office(), 1)
    assert send_after(minutes=0) == [] and hold.held() is None
    recover(server)
    owe_test_letters(office(), 2)
    assert hold.timeline() == "00000002" and send_after(minutes=9) == [] and hold.held() is None
    recover(server)
    owe_test_letters(office(), 3)
    assert send_after(minutes=30) == ["queued"] and hold.held().why == "copy"


def send_after(minutes):
    """Let a worker look so many minutes from now; returns the states of the letters that did not leave."""
    rounds.Round(lanes=rounds.WORKER, clock=lambda: timezone.now() + timedelta(minutes=minutes)).run()
    return list(Message.objects.exclude(state="sent").values_list("state", flat=True))


def recover(server):
    """Stop PostgreSQL and let it recover from what it wrote, as from an archive: it begins another timeline."""
    connection.close()
    server.stop()
    (server.data / "recovery.signal").touch()
    if server.account:
        os.chown(server.data / "recovery.signal", *server.account)
    server.options = {**server.options, "restore_command": "false"}
    server.start()
    connection.settings_dict["PORT"] = server.port
    with connection.cursor() as cursor:
        assert wait_until(lambda: not cursor.execute("SELECT pg_is_in_recovery()") and not cursor.fetchone()[0], 60)
