"""Where EMAIL_URL points, and the servers it may meet there."""

import socketserver
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from mailing.outbox import rounds
from mailing.smtp import Server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", Server("smtp", "mail.example.org", 25, "", "")),
        ("smtps://carla%40example.org:p%3Ass%2F%40@mail.example.org", Server("smtps", "mail.example.org", 465, "carla@example.org", "p:ss/@")),
        ("smtp+tls://carla:secret@mail.example.org:2525", Server("smtp+tls", "mail.example.org", 2525, "carla", "secret")),
    ],
)
def test_an_address_is_read(url, server):
    assert Server.named(url) == server


@pytest.mark.parametrize("url", ["smtp://", "http://mail.example.org", "smtp://mail.example.org:port", "mail.example.org"])
def test_an_unusable_address_is_refused_by_name_with_an_example(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL .* Example: EMAIL_URL=smtp"):
        Server.named(url)


class OldServer(socketserver.StreamRequestHandler):
    """A server as of 1990: no EHLO, no pipelining; it refuses its second recipient and closes (421) after so many letters."""

    def handle(self):
        said, letter = self.server.said, []
        self.wfile.write(b"220 old\r\n")
        in_data = False
        for line in self.rfile:
            if in_data:
                letter.append(line)
                if line == b".\r\n":
                    in_data = False
                    self.server.letters.append(b"".join(letter))
                    letter.clear()
                    self.wfile.write(b"250 taken\r\n")
                continue
            command = line.split()[0].upper()
            said.append(command)
            if command == b"MAIL" and len(self.server.letters) >= self.server.most:
                self.wfile.write(b"421 enough for today\r\n")
                return
            in_data = command == b"DATA"
            answers = {b"EHLO": b"502 what?", b"DATA": b"354 go on"}
            refused = command == b"RCPT" and b"person1@" in line
            self.wfile.write((b"550 5.1.1 nobody" if refused else answers.get(command, b"250 ok")) + b"\r\n")
            in_data = in_data and not refused
            if command == b"QUIT":
                return


@pytest.fixture
def old_server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), OldServer) as server:
        server.letters, server.said, server.most = [], [], 1000
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def owe(office, count):
    for number in range(count):
        letters.send_to_address(
            "test_letter", address=f"person{number}@example.org", office=office, language="en", about=f"test.thing:{number}", now=timezone.now()
        )


@pytest.mark.django_db
def test_a_server_without_pipelining_gets_every_letter(old_server, office):
    owe(office, 4)
    rounds.Round(lanes=rounds.WORKER).run()
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["sent", "failed", "sent", "sent"]
    assert len(old_server.letters) == 3


@pytest.mark.django_db
def test_a_server_that_closes_after_some_letters_gets_the_others_later_and_none_twice(old_server, office):
    owe(office, 3)
    old_server.most = 1
    rounds.Round(lanes=rounds.WORKER).run()
    assert list(Message.objects.order_by("id").values_list("state", "attempts", "doubted")) == [("sent", 1, 0), ("queued", 1, 0), ("queued", 1, 0)]
    old_server.most = 1000
    rounds.Round(lanes=rounds.WORKER, clock=lambda: timezone.now() + timedelta(minutes=2)).run()
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["sent", "failed", "sent"]
    assert len(old_server.letters) == 2
