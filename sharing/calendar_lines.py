"""Calendar entries written as lines (RFC 5545), for feeds of thousands: an object for each value takes several times as long."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONGEST = 75  # octets of a line without its end (RFC 5545, 3.1)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `changed` is written as DTSTAMP and LAST-MODIFIED, in UTC. One that is off takes itself out."""

    uid: str
    summary: str
    starts: datetime
    ends: datetime
    zone: ZoneInfo
    sequence: int
    changed: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    category: str = ""
    is_off: bool = False


def written(entry: Entry) -> str:
    """Return the VEVENT of an entry, each line folded and ended by CRLF."""
    stamp = f"{_digits(entry.changed.astimezone(UTC))}Z"
    lines = [
        "BEGIN:VEVENT",
        _line("UID", text(entry.uid)),
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART;TZID={entry.zone.key}:{_digits(entry.starts.astimezone(entry.zone))}",
        f"DTEND;TZID={entry.zone.key}:{_digits(entry.ends.astimezone(entry.zone))}",
        _line("SUMMARY", text(one_line(entry.summary))),
        f"STATUS:{'CANCELLED' if entry.is_off else 'CONFIRMED'}",
    ]
    if entry.location:
        lines.append(_line("LOCATION", text(one_line(entry.location))))
    if entry.description:
        lines.append(_line("DESCRIPTION", text(entry.description)))
    if entry.category:
        lines.append(_line("CATEGORIES", text(one_line(entry.category))))
    if entry.url:
        lines.append(_line("URL", _CONTROLS.sub("", entry.url)))
    return "\r\n".join([*lines, "END:VEVENT", ""])


def _line(name, value):
    line = f"{name}:{value}"
    return line if len(line) <= LONGEST and line.isascii() else folded(line)


def text(value: str) -> str:
    """Return a TEXT value (RFC 5545, 3.3.11): what would end or divide it is escaped, other control characters are dropped."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return value if value.isprintable() else _CONTROLS.sub("", value)


def one_line(value: str) -> str:
    """Return the words of a text with one space between them."""
    return " ".join(value.split())


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets; no character and no escape is torn apart (RFC 5545, 3.1)."""
    octets = line.encode()
    pieces, start, room = [], 0, LONGEST
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0b1100_0000 == 0b1000_0000:  # within a character (RFC 3629, 3)
            end -= 1
        piece = octets[start:end]
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:  # between a backslash and what it escapes
            piece = piece[:-1]
        pieces.append(piece)
        start, room = start + len(piece), LONGEST - 1  # a space stands before each further piece
    return b"\r\n ".join([*pieces, octets[start:]]).decode()


def _digits(moment):
    """A moment as DATE-TIME has it (RFC 5545, 3.3.5), on its own clock."""
    return moment.isoformat()[:19].replace("-", "").replace(":", "")
