"""A second reader of calendar files, written from RFC 5545 by hand: it shares no code with what writes them."""

import re


def lines_of(body):
    """Unfold a file (3.1): every line ends with CRLF, is at most 75 octets long and valid UTF-8 by itself."""
    assert body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"") and b"\r" not in body.replace(b"\r\n", b"")
    raw = body[:-2].split(b"\r\n")
    assert max(map(len, raw)) <= 75
    lines = []
    for line in (one.decode("utf-8") for one in raw):
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def events_of(body):
    """Return each VEVENT as {name: (parameters, value)}; blocks open and close like brackets, and the calendar is one block."""
    open_blocks, events, calendars = [], [], 0
    for line in lines_of(body):
        name, parameters, value = _parts(line)
        if name == "BEGIN":
            open_blocks.append(value)
            calendars += value == "VCALENDAR"
            if value == "VEVENT":
                assert open_blocks == ["VCALENDAR", "VEVENT"]
                events.append({})
        elif name == "END":
            assert open_blocks.pop() == value
        elif open_blocks == ["VCALENDAR", "VEVENT"]:
            assert name not in events[-1], f"{name} stands twice"
            events[-1][name] = (parameters, value)
    assert (open_blocks, calendars) == ([], 1)
    return events


def _parts(line):
    match = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
    assert match, line
    return match[1], dict(part.split("=", 1) for part in match[2].split(";") if part), match[3]


def text(value):
    """Read a TEXT value (3.3.11): an unescaped comma or semicolon would divide it."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
