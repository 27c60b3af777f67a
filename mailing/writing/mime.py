"""The bytes of a letter (RFC 5322, 2045–2047), put together directly: general-purpose serializers cost more than all the rest."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from email.header import Header
from email.utils import formatdate
from functools import lru_cache

_LINE_ENDS = re.compile(r"[\r\n\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_QUOTED_SPECIALS = re.compile(r'(["\\])')
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*\Z")
_ENCODED_LIKE = "=?"
LONGEST_LINE = 990  # characters; RFC 5322 allows 998


@dataclass(slots=True)
class Envelope:
    """Who writes to whom: what the headers say besides the subject."""

    sender: tuple[str, str]
    reply_to: tuple[str, str]
    to: str
    message_id: str
    kind: str
    language: str
    moment: float
    calendars: list[bytes] = field(default_factory=list)
    unsubscribe: str = ""
    mark: str = ""


def build(envelope, subject, text, html):
    """Return the letter as bytes with CRLF line ends, every line under 998 bytes; not yet dot-stuffed."""
    boundary = b"=-portal-" + envelope.message_id.strip("<>").split("@")[0].encode()
    body = _alternative(boundary, text, html)
    if envelope.calendars:
        outer = boundary + b"-files"
        body = _mixed(outer, body, envelope.calendars)
    return headers(envelope, subject) + body


def unstructured(value):
    """Return a header value on safe lines: line ends stripped, RFC 2047 where it is not plain ASCII or too long."""
    value = _LINE_ENDS.sub(" ", value).strip()
    if value.isascii() and value.isprintable() and len(value) <= 200 and _ENCODED_LIKE not in value:
        return value
    return Header(value, "utf-8", maxlinelen=70).encode(linesep="\r\n")


@lru_cache(maxsize=1024)
def mailbox(name, address):
    """Return `name <address>` for a header, the name quoted or encoded as it needs."""
    name = _LINE_ENDS.sub(" ", name).strip()
    address = _LINE_ENDS.sub("", address)
    if not name:
        return address
    if not name.isascii() or _ENCODED_LIKE in name:
        return f"{Header(name, 'utf-8', maxlinelen=70).encode(linesep=chr(13) + chr(10))} <{address}>"
    if not _PLAIN_NAME.match(name):
        name = '"' + _QUOTED_SPECIALS.sub(r"\\\1", name) + '"'
    return f"{name} <{address}>"


def dot_stuffed(data):
    """Return the bytes as DATA carries them (RFC 5321, 4.5.2), closing dot included."""
    if b"\r\n." in data:
        data = data.replace(b"\r\n.", b"\r\n..")
    return data + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n")


def headers(envelope, subject):
    """Return the lines above the first boundary, as bytes."""
    lines = _headers_of_many(envelope.sender, envelope.reply_to, envelope.kind, envelope.language) + (
        f"To: {_LINE_ENDS.sub('', envelope.to)}\r\n"
        f"Subject: {unstructured(subject)}\r\n"
        f"Date: {_date(int(envelope.moment))}\r\n"
        f"Message-ID: {envelope.message_id}\r\n"
    )
    if envelope.mark:
        lines += f"X-Portal-Mark: {envelope.mark}\r\n"
    if envelope.unsubscribe:
        lines += (
            f"List-Unsubscribe: <{_LINE_ENDS.sub('', envelope.unsubscribe)}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"  # RFC 2369, RFC 8058
        )
    return lines.encode()


@lru_cache(maxsize=256)
def _headers_of_many(sender, reply_to, kind, language):
    """The lines that many letters share."""
    return (
        f"From: {mailbox(*sender)}\r\n"
        f"Reply-To: {mailbox(*reply_to)}\r\n"
        "MIME-Version: 1.0\r\n"
        "Auto-Submitted: auto-generated\r\n"
        f"X-Portal-Kind: {unstructured(kind)}\r\n"
        f"Content-Language: {language}\r\n"
    )


@lru_cache(maxsize=16)
def _date(seconds):
    return formatdate(seconds)


def _alternative(boundary, text, html):
    if not html:
        return _part(b"text/plain", text)
    return b"".join(
        (
            b'Content-Type: multipart/alternative; boundary="', boundary, b'"\r\n\r\n--', boundary, b"\r\n", _part(b"text/plain", text),
            b"\r\n--", boundary, b"\r\n", _part(b"text/html", html), b"\r\n--", boundary, b"--\r\n",
        )
    )  # fmt: skip


def _mixed(boundary, body, calendars):
    parts = [b'Content-Type: multipart/mixed; boundary="', boundary, b'"\r\n\r\n--', boundary, b"\r\n", body]
    for number, calendar in enumerate(calendars, 1):
        parts += [b"\r\n--", boundary, b"\r\n", _calendar(calendar, number)]
    return b"".join([*parts, b"\r\n--", boundary, b"--\r\n"])


def _calendar(calendar, number):
    method = b"CANCEL" if b"METHOD:CANCEL" in calendar else b"PUBLISH"
    name = b"calendar.ics" if number == 1 else b"calendar-%d.ics" % number
    return b"".join(
        (
            b"Content-Type: text/calendar; charset=utf-8; method=", method, b'; name="', name, b'"\r\nContent-Disposition: attachment; filename="', name,
            b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n', base64.encodebytes(calendar).replace(b"\n", b"\r\n"),
        )
    )  # fmt: skip


def _part(kind, body):
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    lines = body.split("\n")
    if body.isascii() and len(max(lines, key=len)) <= LONGEST_LINE:
        return b"Content-Type: " + kind + b"; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + "\r\n".join(lines).encode() + b"\r\n"
    return b"Content-Type: " + kind + b"; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted("\r\n".join(lines))


def quoted(lines):
    """Return text with CRLF line ends as quoted-printable (RFC 2045, 6.7), its last line ended."""
    return binascii.b2a_qp(lines.encode("utf-8", "replace") + b"\r\n")  # the closing line end shows b2a_qp that lines end in CRLF
