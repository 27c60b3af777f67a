"""Tables that come into the portal: CSV in every dress a spreadsheet gives it, and XLSX (ECMA-376), read row by row."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from intake.refusal import Refused

MOST_BYTES = 25 * 2**20
MOST_UNPACKED = 250 * 2**20  # of an XLSX, which is a ZIP archive: a small one may unfold to gigabytes
SEPARATORS = ",;\t|"
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]
_LONGEST_CELL = 100_000


@dataclass(frozen=True)
class Formula:
    """A cell that would be computed; what it shows is not in the file, or not to be trusted."""

    text: str


@dataclass(frozen=True)
class Sheet:
    """The names of the columns and the rows below, as (number of the row in the file, cells)."""

    header: list[str]
    rows: Iterator[tuple[int, list[Any]]]


def read(data: bytes) -> Sheet:
    """Return the first sheet of a file. Rows without any text are left out. Raises Refused for what is no table, also while rows are read."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused(_("This file is empty."))
    if len(data) > MOST_BYTES:
        raise Refused(_("This file is larger than 25 MB. Split it into several files."))
    rows = _filled(_xlsx(data) if data.startswith(_ZIP) else _csv(data))
    first = next(rows, None)
    if first is None:
        raise Refused(_("This file is empty."))
    header = ["" if isinstance(cell, Formula) or cell is None else str(cell).strip() for cell in first[1]]
    return Sheet(header, rows)


def _filled(rows):
    for number, cells in rows:
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _csv(data):
    text = _decoded(data)
    head, _newline, rest = text.partition("\n")
    separator = head.strip()[4:5] if head.lower().startswith("sep=") else ""
    lines = io.StringIO(rest if separator else text, newline="")
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator or _separator(head))
    added = 1 if separator else 0
    try:
        # The number is the line on which the row begins: what an editor shows; a spreadsheet counts the same unless cells hold line breaks.
        begins = 1
        for cells in reader:
            yield begins + added, [_plain(cell) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error:
        raise Refused(_("Row %(row)s cannot be read: a quotation mark may be missing.") % {"row": reader.line_num + added}) from None


def _plain(cell):
    text = cell.strip()
    if text.startswith("="):
        return Formula(text)
    # Our own tables, and careful others, put an apostrophe before what a spreadsheet would take for a formula.
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" and len(text) > 1 else text


def _decoded(data):
    """Return the text of a CSV file: with a mark of its encoding, else UTF-8, else UTF-16 by its zeros, else as Windows writes it in the West."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if data.startswith(_OLD_EXCEL):
        raise Refused(_("This is an old Excel file (.xls). Open it and save it as .xlsx or as CSV."))
    head = data[:1000]
    if b"\x00" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 < len(head):  # text in Latin letters has a zero in every second place
            raise _no_table()
        return _decode(data, "utf-16-le" if odd > even else "utf-16-be")
    if data.startswith(b"%PDF") or sum(byte < 32 and byte not in b"\t\r\n\f\x1b" for byte in head) > len(head) // 100:
        raise _no_table()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _decode(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(_("Some letters of this file cannot be read. Save it as “CSV UTF-8” and try again.")) from None


def _separator(head):
    """Return what separates the columns: the candidate that stands most often in the first line outside of quotes."""
    outside = "".join(head.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def _no_table():
    return Refused(_("This is no table. Take a CSV file or an Excel file (.xlsx)."))


def _xlsx(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Refused(_("This file is too large. Split it into several files."))
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write down a wrong size
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, _cut([Formula(str(cell.value)) if cell.data_type == "f" else _of_cell(cell.value) for cell in row])
        book.close()
    except Refused:
        raise
    except Exception:  # the library raises whatever its parsers raise: KeyError, ValueError, BadZipFile, ParseError and more
        raise Refused(_("This Excel file cannot be read. Open it, save it again as .xlsx or as CSV, and try once more.")) from None


def _of_cell(value):
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _cut(cells):
    """Leave out the empty cells at the end of a row: a formatted sheet may have thousands."""
    last = next((place for place in range(len(cells), 0, -1) if cells[place - 1] not in (None, "")), 0)
    return cells[:last]
