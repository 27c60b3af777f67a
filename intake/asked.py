"""What a visitor narrows a list down to, as it stands in the address of a page. Whatever cannot be read is left out, with a note that says so."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.text import clean_line

LONGEST_TEXT = 120
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"^(?:(\d{1,17})|any)-(\d{1,18})$")


@dataclass(frozen=True)
class Cursor:
    """The last entry of the page before: its start (None in the part without dates) and its id."""

    starts: datetime | None
    id: int

    def __str__(self):
        when = "any" if self.starts is None else (self.starts - EPOCH) // timedelta(microseconds=1)
        return f"{when}-{self.id}"


class Search:
    """A search as a page shows it; the concrete one is a dataclass with `parameters`, `first` and `last`."""

    @property
    def has_dates(self):
        """Only some days are wanted, so what has no day is not."""
        return bool(self.first or self.last)

    def address(self, *, without=None, page=None):
        """Return the query part of this search, without one filter or on another page."""
        wanted = {name: value for name, value in self.parameters.items() if name != without}
        if page:
            wanted["page"] = str(page)
        return f"?{urlencode(wanted)}" if wanted else "."

    def starts_between(self):
        """Return the moments between which an entry must start, each None when open; days begin at midnight on the city's clock."""
        return self.first and _midnight(self.first), self.last and _midnight(self.last + timedelta(days=1))


def cursor(value):
    """Return the place in a list that an address names, or None."""
    match = _CURSOR.match(value or "")
    if not match or int(match[2]) > 2**63 - 1:
        return None
    try:
        return Cursor(None if match[1] is None else EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
    except OverflowError:
        return None


def text(value):
    """Return typed words on one line, cut to what a search needs."""
    return clean_line((value or "")[: LONGEST_TEXT * 4])[:LONGEST_TEXT]


def choice(value, find, notes):
    """Return what `find` knows under this key; of a key nobody knows, a note is kept."""
    key = text(value)
    if not key:
        return None
    found = find(key)
    if not found:
        notes.append(_("We do not know “%(typed)s”, so we left it out.") % {"typed": key})
    return found


def day(value, notes):
    """Return a day written as 2026-12-01; of what is no day, a note is kept."""
    typed = text(value)
    if not typed:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        notes.append(_("We could not read the date “%(typed)s”, so we left it out.") % {"typed": typed})
        return None
    return found


def days(query, notes):
    """Return the first and the last day that are wanted, in order."""
    first, last = day(query.get("from"), notes), day(query.get("to"), notes)
    return (last, first) if first and last and first > last else (first, last)


def _midnight(of_day):
    return timezone.make_aware(datetime.combine(of_day, time()), timezone.get_default_timezone())
