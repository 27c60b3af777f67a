"""What a drive needs, as its page shows it: what came and what is promised apart, and how much is still missing."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.models import Need
from languages import formats
from languages.content import Words, translated


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
    needs = list(Need.objects.filter(drive=drive).select_related("item").order_by("priority", "order", "id"))
    translated(needs, language)
    translated([need.item for need in needs], language)
    return [_line(need, need.item.words) for need in needs]


def _line(need, item):
    received, promised = _shares(need)
    return NeedLine(
        id=need.pk,
        name=item.name,
        unit=item.unit,
        note=need.words.note,
        is_urgent=need.priority == Need.Priority.URGENT and need.missing > 0,
        target=need.target,
        came=need.received,
        received=received,
        promised=promised,
        is_complete=need.missing == 0,
        wanted=number(need.target),
        missing=missing_words(need),
    )


def _shares(need):
    """How far the bar is filled: never beyond its end, whatever came."""
    received = min(need.received, need.target)
    return received, min(need.taken, need.target - received)


def missing_words(need: Need) -> str:
    """Return how much is still missing, what came and what is promised, in words."""
    return _missing(get_language(), need.missing, need.target, need.received, need.taken)


@lru_cache(maxsize=4096)
def _missing(language, missing, target, received, promised):
    """The words in the active language, which is part of what is kept."""
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
