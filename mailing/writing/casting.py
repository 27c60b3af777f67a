"""A letter to many as bytes: encoded once for all who read the same words, cut where a reader's own values belong.

Encoding is what a letter costs. Between two cuts stands quoted-printable that begins and ends on a soft line break (RFC 2045, 6.7), so
that a value of any length and script can be put there without touching the rest.
"""

import html
import secrets

from mailing.writing.mime import headers, quoted

_SOFT_BREAK = b"=\r\n"
_KIND = b"Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"


class Cast:
    """One letter in bytes; `subject` is the piece of the pattern, text and html are its cuts: fixed, name, fixed, name, … fixed."""

    def __init__(self, subject, text, designed, *, length, hidden):
        self._subject, self._length, self._hidden = subject, length, hidden
        self._fixed_subject = None if len(subject.cuts) > 1 else self._line(subject.cuts[0])
        boundary = b"=-portal-" + secrets.token_hex(12).encode()  # "=-" is never quoted-printable
        opening = b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\r\n\r\n--' + boundary + b"\r\n"
        between, closing = b"\r\n--" + boundary + b"\r\n", b"\r\n--" + boundary + b"--\r\n"
        self._cuts = [opening + _KIND % b"text/plain"]
        self._places = []
        self._add(text, "text")
        self._cuts[-1] += between + _KIND % b"text/html"
        self._add(designed, "html")
        self._cuts[-1] += closing

    def subject(self, letter):
        """Return the subject of one letter."""
        return self._fixed_subject if self._fixed_subject is not None else self._line(self._subject.filled({k: str(v) for k, v in letter.personal.items()}))

    def kept_subject(self, letter):
        """Return the subject as the ledger keeps it: secrets are hidden."""
        if self._fixed_subject is not None:
            return self._fixed_subject
        values = {name: self._hidden if name in letter.secret else str(value) for name, value in letter.personal.items()}
        return self._line(self._subject.filled(values))

    def bytes(self, envelope, subject, letter):
        """Return one letter with CRLF line ends; not yet dot-stuffed."""
        values = {}
        for name, value in letter.personal.items():
            plain = str(value)
            values["text", name] = _encoded(plain)
            escaped = plain if hasattr(value, "__html__") else html.escape(plain)
            values["html", name] = values["text", name] if escaped == plain else _encoded(escaped)
        cuts = self._cuts.copy()
        for number, place in enumerate(self._places):
            cuts[2 * number + 1] = values[place]
        return headers(envelope, subject) + b"".join(cuts)

    def _add(self, cuts, part):
        """Append one part: the first fixed text ends what stands there, each further one follows a value."""
        for number, cut in enumerate(cuts):
            if number % 2:
                self._places.append((part, cut))
                self._cuts += [b"", b""]
            else:
                self._cuts[-1] += _encoded(cut, opens=number > 0, closes=number < len(cuts) - 1)
        self._cuts[-1] += b"\r\n"

    def _line(self, text):
        return " ".join(text.split())[: self._length]


def _encoded(text, *, opens=False, closes=False):
    """Return text as quoted-printable without a line end of its own; a soft break where it `opens` behind or `closes` before a value."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    return (_SOFT_BREAK if opens else b"") + quoted(lines)[:-2] + (_SOFT_BREAK if closes else b"")
