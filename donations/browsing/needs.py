"""What a drive needs, as its page shows it: what came and what is promised apart, and how much is still missing."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.models import Item, Need
from languages import formats
from languages.content import Words, words_of

COLUMNS = ("id", "target", "received", "taken", "priority", "note", "item_id", "item__name", "item__unit")


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One item wanted; `missing` words are said beside a bar of `received` and `promised` parts of `target`. `came` is all that came."""

    id: int
    name: Words
    unit: Words
    note: Words
    is_urgent: bool
    target: int
    came: int
    received: int
    promised: int
    is_complete: bool
    wanted: str
    missing: str


def lines(drive, language):
    """Return what a drive needs, most wanted first: one query, and one for each kind of text that is translated."""
    rows = list(Need.objects.filter(drive=drive).order_by("priority", "order", "id").values_list(*COLUMNS, named=True))
    notes = words_of(Need, {row.id: {"note": row.note} for row in rows}, language)
    items = words_of(Item, {row.item_id: {"name": row.item__name, "unit": row.item__unit} for row in rows}, language)
    return [_line(row, items[row.item_id], notes[row.id], language) for row in rows]


def _line(row, item, words, language):
    missing = max(0, row.target - row.received - row.taken)
    received = min(row.received, row.target)  # the bar is never filled beyond its end, whatever came
    return NeedLine(
        id=row.id,
        name=item.name,
        unit=item.unit,
        note=words.note,
        is_urgent=row.priority == Need.Priority.URGENT and missing > 0,
        target=row.target,
        came=row.received,
        received=received,
        promised=min(row.taken, row.target - received),
        is_complete=missing == 0,
        wanted=_number(language, row.target),
        missing=_missing(language, missing, row.target, row.received, row.taken),
    )


@lru_cache(maxsize=4096)
def _missing(language, missing, target, received, promised):
    """How much is still missing, what came and what is promised, in the active language, which is part of what is kept."""
    numbers = {"missing": missing, "target": target, "received": received, "promised": promised}
    words = {name: _number(language, value) for name, value in numbers.items()}
    if missing:
        return _("%(missing)s of %(target)s still missing: %(received)s received, %(promised)s promised") % words
    return _("Nothing missing of %(target)s: %(received)s received, %(promised)s promised") % words


def number(value: int) -> str:
    """Return a whole number as it is written in the active language; the same few are asked for again and again."""
    return _number(get_language(), value)


@lru_cache(maxsize=4096)
def _number(language, value):
    return formats.whole_number(value)
