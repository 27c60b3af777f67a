"""Every dress of a table that is read, and every way in which a file or a cell can be wrong."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook

from intake.refusal import Refused
from tests.staff.importing import DAY, HEAD, NEXT_YEAR, ROWS, counts, errors, look, take_in
from volunteers.actions import imports
from volunteers.models import Opportunity, Shift

DRESSES = {
    "utf-8 with a mark": ROWS.encode("utf-8-sig"),
    "utf-16 with a mark": ROWS.encode("utf-16"),
    "utf-16 big-endian": b"\xfe\xff" + ROWS.encode("utf-16-be"),
    "utf-16 without a mark": ROWS.encode("utf-16-le"),
    "windows-1252": ROWS.replace("Read to", "Léa reads to").encode("cp1252"),
    "semicolons": ROWS.replace('"Read, aloud"', "Read aloud").replace(",", ";").encode(),
    "tabs": ROWS.replace('"Read, aloud"', "Read aloud").replace(",", "\t").encode(),
    "separator named": b"sep=,\r\n" + ROWS.encode(),
    "returns": ROWS.replace("\n", "\r\n").encode(),
    "blank rows and columns": ROWS.replace("\n", ",,\n\n").replace("id", " ID ", 1).encode(),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_every_dress_of_a_csv_file_is_read(office, carla, venue, dress):
    assert counts(look(office, carla, DRESSES[dress])) == ("checked", 4, 0, 0, 0)


def xlsx(rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_an_excel_file_is_read_with_its_own_dates_and_times(office, carla, venue):
    day = datetime(NEXT_YEAR, 6, 12)
    rows = [
        ["Title", "Text", "Date", "From", "To", "Places", "Minimum age"],
        ["Pack boxes", "Pack.", day, day.time().replace(hour=9), "11 a.m.", 12, 16.0],
        [None] * 7,
    ]
    assert counts(take_in(office, carla, xlsx(rows))) == ("done", 2, 0, 0, 0)
    one = Shift.objects.get()
    assert (f"{one.local_starts:%Y-%m-%d %H:%M}", one.roles.get().capacity, one.opportunity.minimum_age) == (f"{DAY} 09:00", 12, 16)


REFUSED = {
    "empty": (b"", "empty"), "blank": (b"\xef\xbb\xbf \r\n\r\n", "empty"), "only the names": (b"title,text\n", "only one row"),
    "no title": (b"id,text\n1,x\n", "missing in the first row: title"), "twice": (b"title,text,summary\na,b,c\n", "Keep one"),
    "pdf": (b"%PDF-1.7\n\x93\x8c", "no table"), "picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "no table"), "old excel": (b"\xd0\xcf\x11\xe0" + b"x" * 99, ".xls"),
    "broken zip": (b"PK\x03\x04" + b"x" * 99, "cannot be read"), "half utf-16": (b"\xff\xfe\x00\xd8" + b"a\x00" * 9, "cannot be read"),
    "open quotes": (b'title,text\na,"b\n' + b"x" * 200_000, "quotation mark"),
    "too many rows": (b"title,text\n" + b"a,b\n" * 100_000, "more than 50000 rows"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_in_words_and_forgotten(office, carla, case):
    content, said = REFUSED[case]
    record = look(office, carla, content)
    assert record.state == "refused" and said in record.problem and record.content is None
    assert Opportunity.objects.count() == 0


WRONG = [
    (f"1,A,b,{DAY},9 a.m.,noon,Food Hal,5", ("place", "Did you mean “Food Hall”?")),
    (f"1,A,b,{DAY},9 a.m.,noon,Nowhere at all,5", ("place", "There is no place")),
    (f"1,A,b,{DAY},9,noon,,5", ("from", "is no time")), (f"1,A,b,{DAY},15 p.m.,noon,,5", ("from", "is no time")),
    (f"1,A,b,13/10/{NEXT_YEAR},9:00,10:00,,5", ("date", "month first")), (f"1,A,b,31 February {NEXT_YEAR},9:00,10:00,,5", ("date", "is no date")),
    ("1,A,b,2011-02-24,9:00,10:00,,5", ("date", "past")), (f"1,A,b,{DAY},9:00,,,5", ("to", "empty")), (f"1,A,b,{DAY},9:00,9:00,,5", ("to", "later end")),
    (f"1,A,b,{DAY},9:00,8:00,,5", ("to", "12 hours")), (f"1,A,b,{DAY},9:00,10:00,,many", ("places", "whole number")), (f"1,A,b,{DAY},9:00,10:00,,-2", ("places", "whole number")),
    ("1,,b,,,,,", ("title", "empty")), ("1,=A1,b,,,,,", ("title", "formula")), ("1,A,b,,,,,,,,7,x", ("", "more cells")),
    (f"1,{'A' * 200},b,,,,,", ("title", "too long")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), WRONG)
def test_every_error_names_its_row_and_column_and_nothing_is_imported(office, carla, venue, row, expected):
    record = look(office, carla, f"{HEAD}\n7,Right,So.,,,,,\n{row}\n".encode())
    ((number, column, sentence),) = errors(record)
    assert (number, column) == (3, expected[0]) and expected[1] in sentence
    with pytest.raises(Refused):
        imports.start(record=record, by=carla, now=timezone.now())
    assert Opportunity.objects.count() == 0


def spring(year):
    """The second Sunday of March, when the clocks are set forward in the United States (15 U.S.C. 260a)."""
    first = datetime(year, 3, 1, tzinfo=UTC)
    return (first + timedelta(days=(6 - first.weekday()) % 7 + 7)).date()


def test_a_time_that_the_clock_skips_is_refused_with_the_day(office, carla):
    record = look(office, carla, f"{HEAD}\n1,A,b,{spring(NEXT_YEAR)},2:30,5:00,,\n")
    assert errors(record)[0][1] == "from" and "set forward" in errors(record)[0][2]


def test_a_row_that_contradicts_an_earlier_one_is_told_which(office, carla):
    record = look(office, carla, f"{HEAD}\n1,A,b,{DAY},9:00,10:00,,\n1,A,other,{DAY},11:00,12:00,,\n1,A,b,{DAY},9:00,11:00,,\n")
    assert [(row, column) for row, column, _words in errors(record)] == [(3, "text"), (4, "date")] and "Row 2" in errors(record)[1][2]


def test_shifts_name_an_opportunity_of_the_office(office, other_office, carla, opportunity, venue):
    Opportunity.objects.create(office=other_office, title="Plant trees", slug="trees", summary="x")
    text = f"opportunity,date,from,to,place\nPack food boxes,{DAY},9:00,10:00,Food Hall\nPack food box,{DAY},9:00,10:00,\nPlant trees,{DAY},9:00,10:00,\n"
    said = errors(look(office, carla, text, "shifts"))
    assert [(row, column) for row, column, _words in said] == [(3, "opportunity"), (4, "opportunity")] and "Did you mean “Pack food boxes”?" in said[0][2]
