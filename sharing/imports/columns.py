"""The columns of a table: their names, what else they are called, what is written in them, and an example."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from intake.refusal import Refused
from intake.text import comparison_key
from sharing.imports import cells


@dataclass(frozen=True)
class Column:
    """One column; `read` turns a cell into a value and raises Refused; `is_name` marks cells that name another record."""

    name: str
    words: str | Promise
    read: Callable[[Any], Any]
    example: str
    also: tuple[str, ...] = ()
    required: bool = False
    is_name: bool = False


def text(name, words, most, example, also=(), **more):
    """Return a column of one line of so many letters at most."""
    return Column(name, words, cells.line(most), example, also, **more)


_SIGNS = str.maketrans(dict.fromkeys("_-.*:", " "))


def key(name):
    """Return a column's name as names are compared: case, spaces, hyphens and underscores ignored."""
    return comparison_key(name.translate(_SIGNS))


def match(columns: Iterable[Column], header: list[str]) -> tuple[dict[int, Column], list[str]]:
    """Return ({place in the row: column}, names of columns that are not used). Raises Refused when one is missing or stands there twice."""
    names = {}
    for column in columns:  # a column's own name goes before another one's second name
        names.setdefault(key(column.name), column)
    for column in columns:
        for other in column.also:
            names.setdefault(key(other), column)
    found, unused = {}, []
    for place, name in enumerate(header):
        column = names.get(key(name))
        if column is None:
            unused += [name] if name else []
        elif column in found.values():
            raise Refused(_("Two columns are called “%(name)s”, or mean the same. Keep one.") % {"name": column.name})
        else:
            found[place] = column
    missing = [column.name for column in columns if column.required and column not in found.values()]
    if missing:
        raise Refused(_("This column is missing in the first row: %(names)s.") % {"names": ", ".join(missing)})
    return found, unused
