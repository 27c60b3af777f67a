"""A real SMTP server on a loopback port that keeps what it was given, and can be told to refuse, defer, hang or hang up."""

import asyncio
import email
import email.policy
import logging
import math
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller

from civic.servers import free_port

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every command


@dataclass(frozen=True)
class Letter:
    """One accepted letter: the envelope, the bytes as they came, and the moment at which its last dot was there."""

    sender: str
    recipients: tuple
    raw: bytes
    came: float = field(default_factory=time.monotonic)

    @property
    def message(self):
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    @property
    def to(self):
        return self.recipients[0]

    @property
    def subject(self):
        return self.message["Subject"]

    @property
    def kind(self):
        return self.message["X-Portal-Kind"]

    @property
    def message_id(self):
        return self.message["Message-ID"]

    @property
    def text(self):
        return self._part("plain")

    @property
    def html(self):
        return self._part("html")

    def _part(self, kind):
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""


@dataclass
class MailServer:
    """Answers as `mode` says: "accept", "refuse" (550), "defer" (451), "hang" (no answer) or "drop" (takes the letter, then hangs up).

    `refused` and `deferred` hold single addresses that are answered that way whatever the mode. `seconds` is how long it
    thinks over each letter it has, `thanks` what it says when it keeps one. With `room` for so many letters it has the last
    one and says nothing until there is more.
    """

    mode: str = "accept"
    seconds: float = 0
    thanks: str = "OK kept"
    room: float = math.inf
    letters: list = field(default_factory=list)
    dropped: list = field(default_factory=list)  # taken, but the client never heard the answer
    refused: set = field(default_factory=set)
    deferred: set = field(default_factory=set)
    port: int = field(default_factory=free_port)

    def __post_init__(self):
        self._arrived = threading.Condition()

    def start(self):
        """Listen; after a stop, on the same port again. A port that somebody took meanwhile is exchanged at the first start."""
        is_first = not hasattr(self, "_controller")
        for _ in range(5 if is_first else 1):
            self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port, data_size_limit=None)
            try:
                self._controller.start()
                return self
            except OSError:
                taken, self.port = self.port, free_port() if is_first else self.port
        raise AssertionError(f"The mail server cannot listen on port {taken}.")

    def stop(self):
        """Be gone: connections are refused until the next start."""
        self.mode = "accept"
        self._controller.stop()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address):
        """Return the accepted letters to one address, oldest first."""
        return [letter for letter in self.letters if address in letter.recipients]

    def wait_for(self, count=1, *, to=None, kind=None, seconds=60):
        """Return the first `count` matching letters as soon as they are there; fail after so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            found = [one for one in self.letters if (to is None or to in one.recipients) and (kind is None or one.kind == kind)]
            if len(found) >= count:
                return found[:count]
            with self._arrived:
                if not self._arrived.wait(min(0.5, max(0.01, deadline - time.monotonic()))) and time.monotonic() > deadline:
                    raise AssertionError(f"{len(found)} of {count} letters came (to={to}, kind={kind}); in all: {[one.subject for one in self.letters]}")

    def times(self):
        """Return how often each address got something, heard or not: {address: letters}."""
        return Counter(letter.to for letter in (*self.letters, *self.dropped))

    def keep(self, letter):
        with self._arrived:
            (self.dropped if self.mode == "drop" else self.letters).append(letter)
            self._arrived.notify_all()


class _Handler:
    def __init__(self, mail_server):
        self.mail_server = mail_server

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mail_server.mode == "refuse" or address in self.mail_server.refused:
            return "550 5.1.1 No such mailbox here"
        if address in self.mail_server.deferred:
            return "451 4.7.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mode = self.mail_server.mode
        if mode == "defer":
            return "451 4.7.1 Try again later"
        while mode == "hang" and self.mail_server.mode == "hang":
            await asyncio.sleep(0.05)
        self.mail_server.keep(Letter(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        if mode == "drop":
            server.transport.abort()
        await asyncio.sleep(self.mail_server.seconds)
        while len(self.mail_server.letters) >= self.mail_server.room:
            await asyncio.sleep(0.01)
        return f"250 {self.mail_server.thanks}"
