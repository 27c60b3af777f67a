"""A copy of the database holds its mail; whoever is in charge holds it by hand; nothing is let go but on purpose."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from civic import health as status
from intake.refusal import Refused
from mailing import hold, letters
from mailing.models import Message, Origin
from mailing.outbox import rounds
from mailing.returns import rounds as rounds_of_returns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def send(now, vera, note, mail_server):
    """Owe Vera a letter about each of these, due so many minutes ago, and ring; returns how many letters there are in all."""

    def ring(*about, minutes=0, later=0):
        owed = [letters.Owed(vera, f"test.thing:{one}", due=now - timedelta(minutes=minutes)) for one in about]
        letters.send_many("note", owed, now=now)
        rounds.Round(lanes=rounds.WORKER, clock=lambda: now + timedelta(minutes=later)).run()
        return len(mail_server.letters)

    return ring


def become_a_copy():
    """Say that mail left from another database, as every copy of ours finds it written down."""
    Origin.objects.update(database="7/7/7")


class Holding(list):
    """What was sent; with the first letter somebody holds all mail."""

    def __init__(self, now):
        self.now = now

    def append(self, record):
        if not self:
            hold.hold(now=self.now)
        super().append(record)


def state_of(about):
    return Message.objects.get(about=f"test.thing:{about}").state


def test_mail_leaves_from_where_it_always_left(send):
    assert send(1) == 1 and send(2) == 2
    assert Origin.objects.get().database == hold.database() and hold.held() is None


def test_what_a_database_is_called_survives_everything_but_a_copy():
    called = hold.database()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL mailing_origin")
        cursor.execute("REINDEX TABLE mailing_origin")
        connection.close()
    assert hold.database() == called and len(called.split("/")) == 3


def test_a_role_that_may_not_read_the_servers_name_goes_without():
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS plain_portal")  # of a run that was killed
        cursor.execute("CREATE ROLE plain_portal")
        cursor.execute("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
        cursor.execute("SET ROLE plain_portal")
        try:
            assert len(hold.database().split("/")) == 2
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute("GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC")
            cursor.execute("DROP ROLE plain_portal")


def test_a_copy_sends_nothing_until_it_is_released(send, now):
    send(1)
    become_a_copy()
    assert send(2, 3) == 1 and state_of(2) == "queued"
    assert hold.held().why == "copy" and send(later=60) == 1
    assert hold.release(sent_until=None, now=now) == 0
    assert send() == 3 and Origin.objects.get().database == hold.database()


def test_without_the_mark_a_copy_would_send_what_it_owes(send):
    send(1)
    become_a_copy()
    Origin.objects.all().delete()
    assert send(2) == 2


def test_a_dump_loaded_over_the_same_database_is_a_copy_too(send, now):
    send(1)
    with connection.cursor() as cursor:  # what `pg_restore --clean` does to this table
        cursor.execute("ALTER TABLE mailing_origin RENAME TO mailing_origin_before")
        try:
            cursor.execute("CREATE TABLE mailing_origin (LIKE mailing_origin_before INCLUDING ALL)")
            cursor.execute("INSERT INTO mailing_origin SELECT * FROM mailing_origin_before")
            assert send(2) == 1 and hold.held().why == "copy"
        finally:
            cursor.execute("DROP TABLE mailing_origin")
            cursor.execute("ALTER TABLE mailing_origin_before RENAME TO mailing_origin")


def test_a_recovery_to_a_point_in_time_is_a_copy_and_a_standby_that_takes_over_is_not(send):
    send(1)
    Origin.objects.update(timeline="0000000A")
    assert send(2, later=9) == 2 and Origin.objects.get().timeline == hold.timeline() == "00000001"
    Origin.objects.update(timeline="0000000A")
    assert send(3, later=20) == 2 and hold.held().why == "copy"


def test_a_long_outage_of_the_same_database_holds_nothing(send):
    send(1)
    assert send(2, later=60 * 24) == 2 and hold.held() is None


@pytest.mark.parametrize("told", ["SELECT nothing_of_this_name()", "SELECT left('', 8)"])
def test_where_no_timeline_is_told_it_holds_nothing_up(send, monkeypatch, told):
    send(1)
    monkeypatch.setattr(hold, "_TIMELINE", told)
    assert hold.timeline() == "" and send(2, later=60) == 2


def test_what_may_have_left_before_stays_behind_and_can_be_sent_singly(send, now, vera):
    send(1)
    become_a_copy()
    send(2, minutes=30)
    send(3, minutes=5)
    Message.objects.filter(about="test.thing:2").update(state="sending", lease=now + timedelta(minutes=1))  # as the dump found it
    assert hold.release(sent_until=now - timedelta(minutes=10), now=now) == 1
    assert send(later=10) == 2 and (state_of(2), state_of(3)) == ("held", "sent")
    assert Message.objects.get(about="test.thing:2").smtp_reply == hold.PERHAPS_SENT and not Message.objects.failed().exists()


def test_the_portal_at_another_address_holds_its_mail_but_not_one_that_is_tried_out(send):
    send(1)
    with override_settings(SITE_HOST="try-out.example.org", DATABASE_IS_EMBEDDED=True):
        assert send(2) == 2
    with override_settings(SITE_HOST="try-out.example.org", DATABASE_IS_EMBEDDED=False):
        assert send(3) == 2 and hold.held().why == "moved"
    assert send() == 2  # until somebody says so, even when the address is the old one again


def test_by_hand_and_not_twice(send, now):
    hold.hold(now=now)
    assert send(1) == 0 and hold.held().why == "by_hand"
    with pytest.raises(Refused, match="already"):
        hold.hold(now=now)
    with pytest.raises(Refused, match="still to come"):
        hold.release(sent_until=now + timedelta(minutes=1), now=now)
    hold.release(sent_until=None, now=now)
    with pytest.raises(Refused, match="not held"):
        hold.release(sent_until=None, now=now)
    assert send() == 1


def test_a_round_under_way_takes_no_more(send, now, vera, note):
    letters.send_many("note", [letters.Owed(vera, f"test.thing:{number}") for number in range(30)], now=now)
    note.sent = Holding(now)
    assert send() == rounds.FIRST_CHUNK and hold.held().why == "by_hand"


def test_a_copy_leaves_the_bounce_mailbox_alone(send, now, settings, tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1").write_text("Subject: a bounce\n\n")
    settings.BOUNCE_MAILBOX_URL = f"maildir://{tmp_path}"
    send(1)
    hold.hold(now=now)
    assert rounds_of_returns.read(now=now) == (0, 0)
    hold.release(sent_until=None, now=now)
    assert rounds_of_returns.read(now=now)[0] == 1


def test_the_history_keeps_who_let_it_go_and_status_says_so(send, now):
    send(1)
    assert status.letters(now)["held"] is None
    hold.hold(now=now)
    assert status.letters(now)["held"] == "by_hand"
    hold.release(sent_until=None, now=now)
    assert list(Origin.objects.get().changes.order_by("pgh_id").values_list("pgh_label", "why")) == [("insert", ""), ("update", "by_hand"), ("update", "")]


def run(*words):
    out = io.StringIO()
    call_command("mail", *words, stdout=out)
    return out.getvalue()


def test_the_same_from_a_shell(send):
    send(1)
    assert run("status") == "Letters leave as they are due.\n"
    assert "All mail is held since" in run("hold")
    send(2)
    assert "1 note, the first one due" in run("status")
    with pytest.raises(CommandError, match="already"):
        run("hold")
    with pytest.raises(CommandError, match="sent-until"):
        run("release", "--sent-until", "yesterday")
    assert run("release", "--sent-until", "2026-10-08T11:00").startswith("1 letters stay behind.")
    assert send() == 1
