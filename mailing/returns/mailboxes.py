"""The mailbox that letters come back to: IMAP (RFC 3501) or a Maildir. What is read is marked as read; nothing is deleted."""

import imaplib
import mailbox
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

AT_A_TIME = 200  # mails a round
LARGEST = 262_144  # bytes of one mail that are looked at: a report says what it says at the beginning
TIMEOUT = 20  # seconds for each answer
_PORTS = {"imaps": 993, "imap+tls": 143}


class OutOfReach(Exception):
    """The mailbox cannot be opened or read now."""


@contextmanager
def opened(url: str) -> Iterator["Maildir | Imap"]:
    """Open the mailbox behind a URL: `imaps://user:password@host/INBOX`, `imap+tls://…` (STARTTLS) or `maildir:///path`. Raises OutOfReach."""
    parts = urlsplit(url)
    try:
        box = Maildir(parts.path) if parts.scheme == "maildir" else Imap(parts)
        try:
            yield box
        finally:
            box.close()
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as trouble:
        raise OutOfReach(f"{type(trouble).__name__}") from trouble


class Maildir:
    """A folder that the mail server of the same machine delivers to."""

    def __init__(self, path):
        self.path = path
        self.box = mailbox.Maildir(path, factory=None, create=False)

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Yield (key, mail) of what nobody has looked at, at most `AT_A_TIME`."""
        fresh = sorted(name.partition(self.box.colon)[0] for name in os.listdir(Path(self.path, "new")) if not name.startswith("."))
        for key in fresh[:AT_A_TIME]:
            yield key, self.box.get_bytes(key)[:LARGEST]

    def put_away(self, key: str, *, is_report: bool) -> None:
        """Mark a mail as read; one that a person wrote is flagged, so that a person sees it."""
        mail = self.box[key]
        mail.set_subdir("cur")
        mail.add_flag("S" if is_report else "F")
        self.box[key] = mail

    def close(self):
        """Nothing is open."""


class Imap:
    """A mailbox on a server."""

    def __init__(self, parts):
        host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
        context = ssl.create_default_context()
        if parts.scheme == "imaps":
            self.server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT)
        else:
            self.server = imaplib.IMAP4(host, port, timeout=TIMEOUT)
            self.server.starttls(ssl_context=context)
        self.server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        state, _answer = self.server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX"))
        if state != "OK":
            raise OSError("no such mailbox")

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Yield (key, mail) of what nobody has looked at, at most `AT_A_TIME`."""
        _state, answer = self.server.uid("search", None, "UNSEEN", "UNFLAGGED")
        for key in (answer[0] or b"").split()[:AT_A_TIME]:
            _state, parts = self.server.uid("fetch", key.decode(), f"(BODY.PEEK[]<0.{LARGEST}>)")
            mail = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if mail is not None:
                yield key.decode(), mail

    def put_away(self, key: str, *, is_report: bool) -> None:
        """Mark a mail as read; one that a person wrote is flagged, so that a person sees it."""
        self.server.uid("store", key, "+FLAGS.SILENT", "(\\Seen)" if is_report else "(\\Flagged)")

    def close(self):
        """Say goodbye."""
        with suppress(OSError, imaplib.IMAP4.error):  # it may have gone already
            self.server.logout()


def _quoted(name):
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
