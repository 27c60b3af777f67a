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
    stamp = entry.changed.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{text(entry.uid)}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART;TZID={entry.zone.key}:{_local(entry.starts, entry.zone)}",
        f"DTEND;TZID={entry.zone.key}:{_local(entry.ends, entry.zone)}",
        f"SUMMARY:{text(one_line(entry.summary))}",
        f"STATUS:{'CANCELLED' if entry.is_off else 'CONFIRMED'}",
    ]
    if entry.location:
        lines.append(f"LOCATION:{text(one_line(entry.location))}")
    if entry.description:
        lines.append(f"DESCRIPTION:{text(entry.description)}")
    if entry.category:
        lines.append(f"CATEGORIES:{text(one_line(entry.category))}")
    if entry.url:
        lines.append(f"URL:{_CONTROLS.sub('', entry.url)}")
    lines.append("END:VEVENT")
    return "\r\n".join([*(line if len(line) <= LONGEST and line.isascii() else folded(line) for line in lines), ""])


def text(value: str) -> str:
    """Return a TEXT value (RFC 5545, 3.3.11): what would end or divide it is escaped, other control characters are dropped."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROLS.sub("", value).replace("\n", "\\n")


def one_line(value: str) -> str:
    """Return the words of a text with one space between them."""
    return " ".join(value.split())


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets; no character and no escape is torn apart (RFC 5545, 3.1)."""
    pieces, piece, octets = [], [], 0
    for unit in re.findall(r"\\.|.", line, re.DOTALL):
        size = len(unit.encode())
        if octets + size > LONGEST:
            pieces.append("".join(piece))
            piece, octets = [" "], 1
        piece.append(unit)
        octets += size
    return "\r\n".join([*pieces, "".join(piece)])


def _local(moment, zone):
    return moment.astimezone(zone).strftime("%Y%m%dT%H%M%S")
