"""Goods in words: what a donation or a hand-over holds, item by item, in the active language."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.goods_rules import named
from donations.models import Drive
from languages import formats
from languages.content import translated


@dataclass(frozen=True, slots=True)
class Goods:
    """So many of one item."""

    line: object
    item: str
    note: str
    unit: str
    number: str

    def __str__(self):
        return _("%(item)s: %(number)s") % {"item": self.item, "number": f"{self.number} {self.unit}".strip()}


def goods_of(lines):
    """Return lines (each with its need and item fetched) in words; two queries at most."""
    lines = list(lines)
    named([line.need for line in lines])
    return [goods(line, line.need, line.quantity) for line in lines]


def goods(line, need, quantity):
    """Return one line in words; the words of its need have been fetched."""
    words = need.item.words
    return Goods(line, str(words.name), str(need.words.note), str(words.unit), formats.whole_number(quantity))


def full_day(drive: Drive, moment: datetime) -> str:
    """Return the day of a moment at the place of a drive, always with its year: a receipt is read years later."""
    return formats.weekday_date(timezone.localtime(moment, drive.zone).date(), today=date.min)


def titled(drive):
    """Return the title of a drive in the active language."""
    translated([drive], get_language(), ["title"])
    return str(drive.words.title)
