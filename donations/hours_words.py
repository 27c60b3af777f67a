"""Hours as an office writes them: “Mon–Fri 9 a.m.–6 p.m.”, a line for each, or several separated by semicolons."""

import re
from collections.abc import Iterable
from datetime import time
from itertools import pairwise

from django.utils.translation import gettext as _

from donations.models import LocationHours
from intake.refusal import Refused
from sharing.imports import cells

MOST = 50  # rows of one location
_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SHORT = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_GROUPS = {"daily": range(7), "every day": range(7), "weekdays": range(5), "weekends": range(5, 7), "weekend": range(5, 7)}
_TO = re.compile(r"\s*(?:[-–—]|\bto\b|\buntil\b)\s*", re.IGNORECASE)
_LINE = re.compile(r"(?P<days>[^\d]+?)\s*:?\s+(?P<times>(?:\d|noon\b|midnight\b).*)", re.IGNORECASE)

Hours = tuple[int, time, time]  # weekday (Monday is 0), from, to


def read(text: str) -> list[Hours]:
    """Return the hours in a text, in order. Raises Refused with the line that cannot be read, and for hours that overlap or end before they begin."""
    found: set[Hours] = set()
    for line in re.split(r"[;\n]", text):
        if line.strip():
            found |= set(_line(line.strip()))
    hours = sorted(found)
    if len(hours) > MOST:
        raise Refused(_("These are more hours than a week has use for."))
    for (day, _opens, closes), (next_day, opens, _closes) in pairwise(hours):
        if day == next_day and opens < closes:
            raise Refused(_("Two of these hours overlap on %(day)s.") % {"day": LocationHours.Weekday(day).label})
    return hours


def write(hours: Iterable[Hours]) -> str:
    """Return hours as a text that `read` reads; days in a row with the same hours share a line."""
    of_day: dict[int, list[str]] = {}
    for day, opens, closes in sorted(hours):
        of_day.setdefault(day, []).append(f"{_clock(opens)}–{_clock(closes)}")
    lines: list[tuple[int, int, str]] = []
    for day, times in of_day.items():
        said = ", ".join(times)
        if lines and lines[-1][1] == day - 1 and lines[-1][2] == said:
            lines[-1] = (lines[-1][0], day, said)
        else:
            lines.append((day, day, said))
    return "\n".join(f"{_SHORT[first] if first == last else f'{_SHORT[first]}–{_SHORT[last]}'} {said}" for first, last, said in lines)


def _line(line):
    parts = _LINE.fullmatch(line)
    if not parts:
        raise Refused(_("“%(line)s” cannot be read. Write days and times like “Mon–Fri 9 a.m.–6 p.m.”.") % {"line": line[:60]})
    days = _days(parts["days"], line)
    for piece in parts["times"].split(","):
        ends = _TO.split(piece.strip())
        if len(ends) != 2:
            raise Refused(_("“%(line)s” needs two times: from when to when.") % {"line": line[:60]})
        opens, closes = cells.clock(ends[0]), cells.clock(ends[1])
        if closes <= opens:
            raise Refused(_("“%(line)s” ends before it begins.") % {"line": line[:60]})
        yield from ((day, opens, closes) for day in days)


def _days(text, line):
    named = " ".join(text.lower().split())
    if named in _GROUPS:
        return list(_GROUPS[named])
    days = []
    for part in re.split(r"\s*(?:,|&|\band\b)\s*", named):
        ends = [_day(end, line) for end in _TO.split(part)]
        days += [ends[0]] if len(ends) == 1 else [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]
    return days


def _day(name, line):
    key = name.rstrip(".").removesuffix("s")
    for number, full in enumerate(_NAMES):
        if len(key) > 1 and full.startswith(key):
            return number
    raise Refused(_("“%(name)s” in “%(line)s” is no day of the week.") % {"name": name[:30], "line": line[:60]})


def _clock(moment):
    if moment.minute == 0 and moment.hour == 12:
        return "noon"
    half = "a.m." if moment.hour < 12 else "p.m."
    return f"{moment.hour % 12 or 12}{f':{moment.minute:02}' if moment.minute else ''} {half}"
