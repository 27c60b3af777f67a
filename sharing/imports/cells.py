"""Cells of an imported table: text, numbers, days and times as people write them. Each reader raises Refused with a sentence for that cell."""

import re
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intake.day_lists import is_sensible
from intake.fields import EmailField, LineField, ParagraphsField, PhoneField
from intake.refusal import Refused

_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_YES, _NO = {"yes", "y", "true", "1", "x", "sí", "si"}, {"no", "n", "false", "0"}
_BY_NAME = {"noon": time(12), "midnight": time(0)}


def _by(field):
    """Return a reader that cleans a cell as a form would."""

    def read(cell):
        try:
            return field.clean(str(cell))
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from None

    return read


def line(most):
    """Return a reader of one line of so many letters at most."""
    return _by(LineField(max_length=most))


paragraphs = _by(ParagraphsField(max_length=5000))
email = _by(EmailField())
phone = _by(PhoneField())


def whole(low, high):
    """Return a reader of a whole number from low to high, both included."""

    def read(cell):
        text = str(cell).replace(",", "").strip()
        if not text.isascii() or not text.isdigit() or not low <= int(text[:12]) <= high:
            raise Refused(_("“%(cell)s” is not a whole number from %(low)s to %(high)s.") % {"cell": _short(cell), "low": low, "high": high})
        return int(text)

    return read


def yes_or_no(cell):
    """Read yes or no."""
    text = str(cell).strip().lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise Refused(_("“%(cell)s” is neither yes nor no.") % {"cell": _short(cell)})


def day(cell):
    """Read a date: 2026-10-10, 10/10/2026 (month first), October 10, 2026, or a date of the spreadsheet. Its year has to be one that can be meant."""
    found = _day(cell)
    if not is_sensible(found):
        raise Refused(_("Please check the year."))
    return found


def _day(cell):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _WEEKDAY.sub("", str(cell).strip()).replace(",", " ").replace("Sept ", "Sep ").strip(" .")
    text = re.sub(r"[ T]00:00(:00)?$", "", " ".join(text.split()))
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refused(_("“%(cell)s” is no date we can read. Write it like 2026-10-31, or month first like 10/31/2026.") % {"cell": _short(cell)})


def clock(cell):
    """Read a time of day: 9:30, 9 a.m., 9:30 PM, 14:00, noon, or a time of the spreadsheet."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    text = str(cell).strip().lower()
    found = _TIME.fullmatch(text)
    if text in _BY_NAME:
        return _BY_NAME[text]
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half or found[2] is None:
            hour = 99  # “15 p.m.”, or “9” alone, which may be morning or evening
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Refused(_("“%(cell)s” is no time we can read. Write it like 9:30 a.m. or 14:00.") % {"cell": _short(cell)})


def one_of(names):
    """Return a reader of one of these {what people write: value}."""

    def read(cell):
        text = str(cell).strip().lower()
        if text not in names:
            known = ", ".join(sorted(names))
            raise Refused(_("“%(cell)s” is not known here. Write one of: %(known)s.") % {"cell": _short(cell), "known": known})
        return names[text]

    return read


def _short(cell):
    text = str(cell)
    return text if len(text) <= 60 else f"{text[:57]}…"
