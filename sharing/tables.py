"""Tables that leave the portal as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import logging

from django.http import StreamingHttpResponse

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read accents wrong
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
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


def csv_response(name, header, rows, *, by):
    """Stream a table as a download; who took it is written to the log."""
    _log.info("table %s exported by user %s", name, by.pk)
    response = StreamingHttpResponse(lines(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response
