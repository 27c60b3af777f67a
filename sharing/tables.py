"""Tables that leave the portal as CSV (RFC 4180) or for Excel, safe to open in a spreadsheet."""

import csv
import io
import logging
import tempfile

from django.contrib import messages
from django.db import connection, transaction
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from intake.refusal import Refused

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read accents wrong
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_EXCEL = 100_000  # rows
IN_MEMORY = 2**20  # bytes of a table that do not touch the disk
LONGEST = "10min"  # of one table; the database's limit for a page is for pages
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Seen this way, a cell that begins like a formula, behind white space of any alphabet or not, stands as `,F`. It may find too much, never too little.
_SEEN = bytes.maketrans(b"=+-@\t\r\n", b"FFFFFF,")
_NOT_SEEN = b'" \x0b\x0c\x1c\x1d\x1e\x1f' + bytes(range(0x80, 0x100))
_log = logging.getLogger(__name__)


class _Line:
    """Hands each line back instead of writing it."""

    def write(self, line):
        return line


def guarded(value):
    """Return the value as text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS[:4]) else text


def lines(header, rows):
    """Yield the lines of a CSV file: byte order mark, header, rows."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([guarded(cell) for cell in header])
    for row in rows:
        yield writer.writerow([guarded(cell) for cell in row])


class _Guard:
    """What COPY writes to: passes lines on in pieces, and takes a piece apart only where a cell may begin like a formula."""

    AT_ONCE = 500  # lines

    def __init__(self, file):
        self.file, self.waiting = file, []

    def write(self, line):
        self.waiting.append(line)
        if len(self.waiting) == self.AT_ONCE:
            self.flush()

    def flush(self):
        piece, self.waiting = b"".join(self.waiting), []
        self.file.write(self._defused(piece) if _may_hold_formulas(b"\n" + piece) else piece.replace(b"\n", b"\r\n"))

    def _defused(self, piece):
        rows = csv.reader(io.StringIO(piece.decode(), newline=""))
        text = io.StringIO(newline="")
        csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
        return text.getvalue().encode()


def _may_hold_formulas(piece):
    return b",F" in piece.translate(_SEEN, _NOT_SEEN) or b',"\n' in piece or b'\n"\n' in piece


def copied(header, found):
    """Return an open file with the whole table; `found` is a queryset of values. PostgreSQL writes it, flat in memory, as fast as COPY.

    The file lies in memory while it is small, else on the disk without a name, so that a slow download holds no connection.
    """
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  whoever answers with it closes it
    file.write(next(lines(header, ())).encode())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true), set_config('work_mem', '64MB', true)", [LONGEST])
        query = cursor.mogrify(*found.query.sql_with_params()).decode()
        guard = _Guard(file)
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)", guard)
    guard.flush()
    file.seek(0)
    return file


def csv_response(name, header, rows, *, by):
    """Stream a table as a download; who took it is written to the log."""
    return _download(StreamingHttpResponse(lines(header, rows), content_type=CSV_TYPE), name, by)


def copied_response(name, header, found, *, by):
    """Answer with a queryset of values as a download, however long; who took it is written to the log."""
    return _download(FileResponse(copied(header, found), content_type=CSV_TYPE), name, by)


def xlsx_response(name, header, rows, *, by):
    """Answer with a table as an Excel file (ECMA-376); who took it is written to the log. Raises Refused when there are more rows than it should hold."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([guarded(cell) for cell in header])
    for number, row in enumerate(rows):
        if number == MOST_IN_EXCEL:
            sheet.close()
            raise Refused(_("This list is longer than %(most)s rows. Filter it, or take it as CSV.") % {"most": MOST_IN_EXCEL})
        sheet.append([cell if isinstance(cell, (int, float)) else ILLEGAL_CHARACTERS_RE.sub("", guarded(cell)) for cell in row])
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer closes it
    book.save(file)
    file.seek(0)
    return _download(FileResponse(file, content_type=XLSX_TYPE), name, by, ending="xlsx")


def excel_or_back(request, name, header, rows, *, back):
    """Answer with a table as an Excel file, or go back to a list (name of an address) that says why not."""
    try:
        return xlsx_response(name, header, rows, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)


def _download(response, name, by, ending="csv"):
    _log.info("table %s exported by user %s", name, by.pk)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
