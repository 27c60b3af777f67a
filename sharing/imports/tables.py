"""A file, read as rows of values with everything that is wrong in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from intake.refusal import Refused
from sharing import sheets
from sharing.imports import columns
from sharing.sheets import Formula

MOST_ROWS = 50_000


@dataclass
class Row:
    """One row: its number in the file, and its values by the names of the columns; an empty cell has none."""

    number: int
    values: dict[str, Any]
    is_wrong: bool = False


@dataclass
class Table:
    """All rows, what is wrong in which, and the columns nobody asked for."""

    rows: list[Row] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)  # (number of the row, column, sentence)
    unused: list[str] = field(default_factory=list)

    def refuse(self, row: Row, column: str, sentence: str) -> None:
        """Note what is wrong in a row."""
        row.is_wrong = True
        self.errors.append((row.number, column, sentence))

    def right(self) -> list[Row]:
        """The rows in which nothing is wrong so far."""
        return [row for row in self.rows if not row.is_wrong]


def read(known: Iterable[columns.Column], data: bytes, beat) -> Table:
    """Return the table in a file with these columns; `beat(rows)` is called now and then. Raises Refused when the file as a whole cannot be used."""
    sheet = sheets.read(data)
    found, unused = columns.match(known, sheet.header)
    required = [column for column in found.values() if column.required]
    table = Table(unused=unused)
    for number, cells in sheet.rows:
        if len(table.rows) == MOST_ROWS:
            raise Refused(_("This file has more than %(most)s rows. Split it into several files.") % {"most": MOST_ROWS})
        table.rows.append(_row(table, number, cells, found, required, len(sheet.header)))
        beat(len(table.rows))
    if not table.rows:
        raise Refused(_("There is only one row in this file: the names of the columns. Put at least one more below."))
    return table


def _row(table, number, cells, found, required, width):
    row = Row(number, {})
    for place, column in found.items():
        cell = cells[place] if place < len(cells) else ""
        if cell not in (None, ""):
            _cell(table, row, column, cell)
    if len(cells) > width:
        table.refuse(row, "", _("This row has more cells than there are columns. A separator may stand inside a text without quotation marks."))
    for column in required:
        if column.name not in row.values and not any(error[:2] == (number, column.name) for error in table.errors[-len(found) :]):
            table.refuse(row, column.name, _("This cell is empty."))
    return row


def _cell(table, row, column, cell):
    if isinstance(cell, Formula):
        table.refuse(row, column.name, _("This cell holds a formula. Copy its value into the cell, or write the text without “=”."))
        return
    try:
        value = column.read(cell)
    except Refused as refusal:
        table.refuse(row, column.name, refusal.sentence)
        return
    if value != "":
        row.values[column.name] = value
