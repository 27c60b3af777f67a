"""Marks outlive a database that goes away, and take only once."""

import math
import threading

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import claims, rounds
from mailing.outbox.marks import Mark, Marks

pytestmark = pytest.mark.django_db(transaction=True)


def owe(person, count):
    letters.send_many("note", [letters.Owed(person, f"test.thing:{number}") for number in range(count)], now=timezone.now())


def end_other_connections():
    """End every other connection to this database, as a restart of the server would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return cursor.fetchone()[0]


def ring_in_a_thread():
    def run():
        rounds.Round(lanes=rounds.WORKER, seconds=30).run()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_database_that_goes_away_in_the_middle_costs_no_mark_and_repeats_no_letter(note, vera, mail_server):
    owe(vera, 30)
    mail_server.room = 3
    ringing = ring_in_a_thread()
    mail_server.wait_for(3)  # the third one lies in its hands unanswered
    assert end_other_connections() >= 1
    mail_server.room = math.inf
    ringing.join(60)
    assert set(Message.objects.values_list("state", "attempts", "doubted")) == {("sent", 1, 0)}
    assert len({letter.message_id for letter in mail_server.letters}) == len(mail_server.letters) == 30
    assert sorted(note.sent) == sorted(f"test.thing:{number}" for number in range(30))


def held_marks(vera, count=3):
    owe(vera, count)
    owner, messages = claims.claim(lanes=(1, 2), count=count, now=timezone.now())
    held = Marks(owner)
    for message in messages:
        held.add(
            Mark(message.id, {"state": "sent", "attempts": 1, "smtp_reply": "250 ok", "subject": "s", "text": "t", "sent_at": timezone.now(), "lease": None})
        )
    return held


def test_marks_are_written_again_after_a_reconnect(note, vera):
    held = held_marks(vera)
    held.write()
    Message.objects.update(state="sending", lease=timezone.now())  # what an unlucky crash of the database leaves of a commit that did not wait
    connection.connection.close()
    held.finish()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_without_holding_them_they_would_be_lost(note, vera):
    held = held_marks(vera)
    held.write()
    held.held.clear()
    held.written = 0
    Message.objects.update(state="sending", lease=timezone.now())
    connection.close()
    held.finish()
    assert set(Message.objects.values_list("state", flat=True)) == {"sending"}


def test_a_database_that_stays_away_ends_the_wait(note, vera):
    held = held_marks(vera)
    held.patience = 0
    connection.connection.close()
    with pytest.raises((InterfaceError, OperationalError)):
        held.write()
    connection.close()


def test_marks_of_a_worker_that_lost_its_letters_do_not_take(note, vera):
    held = held_marks(vera)
    Message.objects.update(owner="12345678-1234-5678-1234-567812345678")
    held.finish()
    assert set(Message.objects.values_list("state", flat=True)) == {"sending"}


def test_what_follows_a_mark_happens_once_and_with_it(note, vera):
    owe(vera, 1)
    owner, (message,) = claims.claim(lanes=(1, 2), count=1, now=timezone.now())
    happened = []
    mark = Mark(message.id, {"state": "sent", "lease": None}, lambda: happened.append(Message.objects.get().state))
    for _ in range(2):
        held = Marks(owner)
        held.add(mark)
        held.finish()
    assert happened == ["sent"]


def test_a_failure_in_what_follows_does_not_undo_the_mark(note, vera):
    owe(vera, 1)
    owner, (message,) = claims.claim(lanes=(1, 2), count=1, now=timezone.now())
    held = Marks(owner)
    held.add(Mark(message.id, {"state": "sent", "lease": None}, lambda: 1 / 0))
    held.finish()
    assert Message.objects.get().state == "sent"


def waits_for_the_disk():
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0] == "on"


def test_the_session_waits_for_the_disk_again_when_the_chunk_is_finished(note, vera):
    held = held_marks(vera)
    held.write()
    assert not waits_for_the_disk()
    held.finish()
    assert waits_for_the_disk()


def test_what_follows_a_mark_waits_for_the_disk(note, vera):
    held = held_marks(vera, 2)
    seen = []
    held.held[1].after = lambda: seen.append(waits_for_the_disk())
    held.finish()
    assert seen == [True]


def test_behind_a_pooler_nothing_is_left_in_the_session(note, vera, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    held = held_marks(vera)
    held.write()
    assert waits_for_the_disk()
    held.finish()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
