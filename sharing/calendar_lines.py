"""Calendar entries written as lines (RFC 5545), for feeds of thousands: an object for each value takes several times as long."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONGEST = 75  # octets of a line without its end (RFC 5545, 3.1)
_TWO_DIGITS = [f"{number:02}" for number in range(100)]
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


class Entry(NamedTuple):
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
    uid, summary, starts, ends, zone, sequence, changed, location, description, url, category, is_off = entry
    stamp, status = _digits(changed.astimezone(UTC)), "CANCELLED" if is_off else "CONFIRMED"
    lines = (
        f"BEGIN:VEVENT\r\n{_line('UID', text(uid))}\r\nDTSTAMP:{stamp}Z\r\nLAST-MODIFIED:{stamp}Z\r\nSEQUENCE:{sequence}\r\n"
        f"DTSTART;TZID={zone.key}:{_digits(starts.astimezone(zone))}\r\nDTEND;TZID={zone.key}:{_digits(ends.astimezone(zone))}\r\n"
        f"{_line('SUMMARY', text(one_line(summary)))}\r\nSTATUS:{status}\r\n{_kept_line('LOCATION', location)}"
    )
    if description:
        lines += f"{_line('DESCRIPTION', text(description))}\r\n"
    lines += _kept_line("CATEGORIES", category)
    if url:
        lines += f"{_line('URL', url if url.isprintable() else _CONTROLS.sub('', url))}\r\n"
    return f"{lines}END:VEVENT\r\n"


@lru_cache(maxsize=2048)
def _kept_line(name, value):
    """A line with its end that many entries have in common, nothing for an empty text."""
    return f"{_line(name, text(one_line(value)))}\r\n" if value else ""


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
    if line.isascii():
        return _folded_characters(line)
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


def _folded_characters(line):
    """The same where each character is one octet."""
    pieces, start, end, length = [], 0, LONGEST, len(line)
    while end < length:
        if line[end - 1] == "\\" and (end - start - len(line[start:end].rstrip("\\"))) % 2:
            end -= 1
        pieces.append(line[start:end])
        start, end = end, end + LONGEST - 1
    return "\r\n ".join([*pieces, line[start:]])


def _digits(moment):
    """A moment as DATE-TIME has it (RFC 5545, 3.3.5), on its own clock; numbers read from a table cost a fraction of numbers formatted."""
    two, year = _TWO_DIGITS, moment.year
    day = f"{two[year // 100]}{two[year % 100]}{two[moment.month]}{two[moment.day]}"
    return f"{day}T{two[moment.hour]}{two[moment.minute]}{two[moment.second]}"
