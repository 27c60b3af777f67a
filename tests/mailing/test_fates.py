"""Whoever waits for a letter hears when it will not be tried again, however it came to that."""

import socketserver
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import claims, fates, rounds
from mailing.registry import Letter, register

pytestmark = pytest.mark.django_db


def owe(vera, **changes):
    letters.send("note", to=vera, about="test.thing:1", now=timezone.now())
    Message.objects.update(**changes)


def ring():
    rounds.Round(lanes=rounds.WORKER).run()
    return Message.objects.get().state


class ClosedServer(socketserver.StreamRequestHandler):
    """Says hello, and hangs up when it is offered a letter."""

    def handle(self):
        self.wfile.write(b"220 closed\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"MAIL"):
                return
            self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def closed_server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), ClosedServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


@pytest.mark.parametrize(("attempts", "state", "told"), [(25, "queued", []), (26, "failed", ["test.thing:1"])])
def test_the_last_try_with_a_server_that_hangs_up_is_told(note, vera, closed_server, attempts, state, told):
    owe(vera, attempts=attempts)
    assert (ring(), note.failed) == (state, told)


@pytest.mark.parametrize(("doubted", "state", "told"), [(3, "queued", []), (4, "ambiguous", ["test.thing:1"])])
def test_the_fifth_doubt_is_told(note, vera, mail_server, doubted, state, told):
    owe(vera, doubted=doubted)
    mail_server.mode = "drop"
    assert (ring(), note.failed) == (state, told)


@pytest.mark.parametrize(("doubted", "state", "told"), [(3, "queued", []), (4, "ambiguous", ["test.thing:1"])])
def test_the_fifth_doubt_after_a_crash_is_told(note, vera, settings, doubted, state, told):
    owe(vera, doubted=doubted)
    now = timezone.now()
    claims.claim(lanes=rounds.WORKER, count=1, now=now)
    claims.recover(now=now + settings.MAIL_LEASE + timedelta(seconds=1))
    assert (Message.objects.get().state, note.failed) == (state, told)


@pytest.mark.parametrize("asked", ["load", "wanted"])
def test_a_letter_that_could_not_be_looked_up_for_a_day_is_told(kinds, vera, asked):
    failed, is_broken = [], []

    def load(messages):
        if asked == "load" and is_broken:
            is_broken.clear()
            raise ZeroDivisionError
        return {message.id: message.about for message in messages}

    register(
        "note", template="mailing/email/test_letter", lane=2, load=load, context=lambda message, record: Letter(),
        wanted=lambda message, record, now: 1 / 0 if asked == "wanted" else True, on_failed=lambda message, record, now: failed.append(record),
    )  # fmt: skip
    owe(vera, attempts=fates.MOST_ATTEMPTS - 1)
    is_broken.append(True)
    assert (ring(), failed) == ("failed", ["test.thing:1"])


def test_a_letter_of_an_unknown_kind_fails_after_a_day_and_nobody_is_there_to_hear(note, kinds, vera):
    owe(vera, attempts=fates.MOST_ATTEMPTS - 1)
    del kinds["note"]
    assert (ring(), note.failed) == ("failed", [])
