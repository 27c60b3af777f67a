"""The tests' own tools: processes that are really killed and hung, servers of their own, a mail server that misbehaves."""

import math
import smtplib

import psycopg2
import pytest
import redis
from django.db import connection

from civic.processes import wait_until
from places.models import City
from tests import emptying, makers


def test_a_broker_of_its_own_can_hang_and_come_back(processes):
    broker = processes.own_broker()
    processes.start("web")
    broker.pause()
    assert not broker.answers()
    assert wait_until(processes.answers, 30)
    broker.resume()
    assert wait_until(broker.answers, 30)
    with redis.Redis.from_url(broker.url) as client:
        client.rpush("mail", "a bell")
        processes.flush_broker()
        assert client.llen("mail") == 0


def test_a_database_of_its_own_takes_the_rows_along_and_survives_a_kill(processes):
    makers.city(name="Springfield")
    database = processes.own_database()
    assert City.objects.get().name == "Springfield"
    City.objects.update(name="Shelbyville")
    database.kill()
    with pytest.raises(psycopg2.OperationalError):
        database.execute("SELECT 1")
    database.start()
    connection.close()  # the one of this thread broke with the server
    assert City.objects.get().name == "Shelbyville"


def session():
    """Return (the process behind this thread's connection, a setting of it, how many locks it holds for its session)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_backend_pid(), current_setting('work_mem'), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())"
        )
        return cursor.fetchone()


def test_what_a_test_commits_is_gone_afterwards_and_its_connection_is_as_new(transactional_db):
    before = session()
    makers.city()
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '1MB'; SELECT pg_advisory_lock(7)")
    assert session() == (before[0], "1MB", 1)
    emptying.empty()
    assert (session(), City.objects.count()) == (before, 0)
    makers.city()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    emptying.empty()
    assert City.objects.count() == 0


def test_the_web_server_of_all_tests_has_new_processes_for_each(web):
    old = web.pool("web")
    assert len(old) == 2 and web.renew_web().pool("web").isdisjoint(old)


def test_a_killed_web_process_is_gone_with_its_workers(processes):
    processes.start("web")
    processes["web"].kill()
    assert wait_until(lambda: not processes.answers(), 60)
    processes.restart("web")
    assert wait_until(processes.answers, 30)


def letter(server, to="vera@example.org"):
    with smtplib.SMTP("127.0.0.1", server.port, timeout=2 if server.mode == "hang" or server.room < math.inf else 30) as client:
        client.sendmail("portal@example.org", [to], b"Subject: Hello\r\nX-Portal-Kind: reminder\r\n\r\nSee you there.\r\n")


def test_the_mail_server_keeps_refuses_defers_hangs_and_hangs_up(mail_server):
    letter(mail_server)
    [kept] = mail_server.wait_for(to="vera@example.org", kind="reminder")
    assert (kept.subject, kept.text.strip()) == ("Hello", "See you there.")
    for mode, refusal, code in [("refuse", smtplib.SMTPRecipientsRefused, 550), ("defer", smtplib.SMTPDataError, 451)]:
        mail_server.mode = mode
        with pytest.raises(refusal) as error:
            letter(mail_server)
        assert str(code) in str(error.value)
    for mode in ("drop", "hang"):
        mail_server.mode = mode
        with pytest.raises(smtplib.SMTPServerDisconnected):
            letter(mail_server)
    assert (len(mail_server.letters), len(mail_server.dropped)) == (1, 1)
    mail_server.stop()
    with pytest.raises(OSError, match="refused"):
        letter(mail_server)
    mail_server.start()
    letter(mail_server)
    assert len(mail_server.to("vera@example.org")) == 2
    mail_server.room = 3
    with pytest.raises(smtplib.SMTPServerDisconnected):
        letter(mail_server)
    assert len(mail_server.to("vera@example.org")) == 3  # it has the letter, and said nothing
