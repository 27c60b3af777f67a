"""One kept connection to the mail server; the next letter's commands travel with the last one's text (RFC 2920)."""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mailing.writing.mime import dot_stuffed

PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
MAX_LINE = 4096  # bytes of one line of an answer
_STATUS = re.compile(r"(?<![\d.])5\.(\d{1,3})\.\d{1,3}(?![\d.])")
_OUR_STANDING = re.compile(r"relay|rcpthosts|block|black|spam|denied|polic|reputation|not allowed", re.IGNORECASE)  # said without a status by some servers
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,180}\Z")


class Trouble(Exception):
    """The connection or the server fails, not one letter. `in_doubt` says that a letter's last dot was out and unanswered."""

    def __init__(self, words, *, in_doubt=False):
        super().__init__(words)
        self.in_doubt = in_doubt


@dataclass(frozen=True, slots=True)
class Reply:
    """The server's answer about one letter."""

    code: int
    words: str
    about_recipient: bool = False

    def __str__(self):
        return f"{self.code} {self.words}"

    @property
    def accepted(self):
        return 200 <= self.code < 300

    @property
    def refused(self):
        """For good; anything between is "later, perhaps"."""
        return 500 <= self.code < 600

    @property
    def no_such_mailbox(self):
        """The address is at fault (RFC 3463 X.1.x, or a bare 550, 551, 553), not our standing or the letter's content."""
        if not (self.refused and self.about_recipient):
            return False
        if status := _STATUS.search(self.words):
            return status[1] == "1"
        return self.code in (550, 551, 553) and not _OUR_STANDING.search(self.words)


@dataclass(frozen=True)
class Server:
    """Where EMAIL_URL points: smtp:// as it is, smtps:// with TLS from the start, smtp+tls:// with STARTTLS demanded."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    @classmethod
    def named(cls, url):
        """Read an address; raise ImproperlyConfigured with an example. User and password are percent-encoded."""
        parts = urlsplit(url)
        try:
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            parts = parts._replace(netloc="")
        if not parts.hostname:
            raise ImproperlyConfigured("EMAIL_URL is not a usable address. Example: EMAIL_URL=smtp+tls://user:password@mail.example.org:587")
        return cls(parts.scheme, parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))

    def connect(self):
        """Return an open Connection; raise Trouble when the server cannot be reached, does not answer, or refuses us."""
        try:
            return Connection(self._session())
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Trouble(f"The mail server cannot be used: {_words(error)}") from error

    def _session(self):
        options = {"local_hostname": settings.SITE_HOST, "timeout": settings.EMAIL_TIMEOUT}
        if self.scheme == "smtps":
            session = smtplib.SMTP_SSL(self.host, self.port, context=ssl.create_default_context(), **options)
        else:
            session = smtplib.SMTP(self.host, self.port, **options)
        try:
            if self.scheme == "smtp+tls":
                session.starttls(context=ssl.create_default_context())
            session.ehlo_or_helo_if_needed()
            if self.user:
                session.login(self.user, self.password)
        except BaseException:
            session.close()
            raise
        return session


class Connection:
    """A session after its greetings. Each letter: `offer`, then `deliver`, then `answer`; an offer may travel with the letter before."""

    def __init__(self, session):
        self.session = session
        self.pipelines = session.has_extn("pipelining")
        session.file = session.file or session.sock.makefile("rb")
        session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def offer(self, sender, recipient):
        """Ask to send one letter; returns None when the text may follow, else the Reply that says no."""
        commands = _commands(sender, recipient)
        if self.pipelines:
            self._write(b"".join(commands))
            return self.offered()
        replies = []
        for command in commands:
            self._write(command)
            replies.append(self._read())
            if replies[-1][0] >= 400:
                break
        return self._verdict(replies)

    def deliver(self, data, following=None):
        """Send the text with its last dot; `following` is (sender, recipient) of the next letter, whose offer travels along."""
        more = b"".join(_commands(*following)) if following else b""
        self._write(dot_stuffed(data) + more, in_doubt=True)

    def answer(self):
        """Return the Reply to the text that was delivered."""
        code, words = self._read(in_doubt=True)
        return Reply(code, words)

    def offered(self):
        """Read the answers to an offer that travelled ahead; returns as `offer` does."""
        return self._verdict([self._read() for _ in range(3)])

    def close(self):
        """Say goodbye and hang up; never raises and never waits for long."""
        try:
            self.session.sock.settimeout(1)
            self._write(b"QUIT\r\n")
        except (Trouble, OSError, AttributeError):
            pass
        finally:
            self.session.close()

    def _verdict(self, replies):
        (code, words), *rest = replies
        if code >= 400:
            # Our own address is refused: that is no fault of this letter.
            raise Trouble(f"The mail server does not take our letters: {code} {words}")
        recipient = rest[0]
        if recipient[0] >= 400:
            self._leave(rest[1:])
            return Reply(*recipient, about_recipient=True)
        if rest[1][0] != 354:
            self._leave([])
            return Reply(*rest[1])
        return None

    def _leave(self, data):
        """Give up a letter nobody takes: an empty text for a server that said 354 all the same, then a clean slate."""
        if data and data[0][0] == 354:
            self._write(b".\r\n")
            self._read()
        self._write(b"RSET\r\n")
        self._read()

    def _write(self, data, *, in_doubt=False):
        try:
            self.session.sock.sendall(data)
        except OSError as error:
            raise Trouble(f"The connection broke: {_words(error)}", in_doubt=in_doubt) from error

    def _read(self, *, in_doubt=False):
        lines = []
        while True:
            try:
                line = self.session.file.readline(MAX_LINE)
            except OSError as error:
                raise Trouble(f"The mail server did not answer: {_words(error)}", in_doubt=in_doubt) from error
            if not line[:3].isdigit():
                raise Trouble("The mail server does not speak SMTP." if line else "The mail server hung up.", in_doubt=in_doubt)
            lines.append(line[4:].strip())
            if line[3:4] != b"-":
                break
        code, words = int(line[:3]), b" ".join(lines)[:400].replace(b"\0", b"").decode("utf-8", "replace")
        if code == 421:
            raise Trouble(f"The mail server closes: 421 {words}")
        return code, words


def _commands(sender, recipient):
    return (b"MAIL FROM:<%s>\r\n" % sender.encode(), b"RCPT TO:<%s>\r\n" % recipient.encode(), b"DATA\r\n")


def ascii_address(address):
    """Return an address as an envelope can carry it (RFC 5321: ASCII, domain by IDNA), or None when it cannot."""
    if _PLAIN_ADDRESS.match(address):
        return address
    local, at, domain = address.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        return None
    written = f"{local}@{domain}"
    return written if at and local and written.isascii() and written.isprintable() and not set("<>") & set(written) and len(written) <= 254 else None


def _words(error):
    return str(error)[:200] or type(error).__name__
