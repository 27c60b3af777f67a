"""How tests bring a table, let the worker look at it, and press the button."""

from django.utils import timezone

from volunteers.actions import imports

HEAD = "id,title,text,date,from,to,place,places"
NEXT_YEAR = timezone.now().year + 1
DAY = f"{NEXT_YEAR}-06-12"
ROWS = f"""{HEAD}
1,Pack boxes,Pack them.,{DAY},9:00 a.m.,noon,food hall,12
1,Pack boxes,Pack them.,{DAY},14:00,16:30,,
2,"Read, aloud",Read to children.,,,,,
"""


def bring(office, by, content, kind="opportunities"):
    content = content if isinstance(content, bytes) else content.encode()
    return imports.bring(office=office, kind=kind, name="table.csv", content=content, language="en", by=by, now=timezone.now())


def look(office, by, content, kind="opportunities"):
    """Bring a file and let the worker look at it."""
    record = bring(office, by, content, kind)
    imports.sweep(now=timezone.now())
    record.refresh_from_db()
    return record


def run(record, by):
    imports.start(record=record, by=by, now=timezone.now())
    imports.sweep(now=timezone.now())
    record.refresh_from_db()
    return record


def take_in(office, by, content, kind="opportunities"):
    record = look(office, by, content, kind)
    assert record.found.get("errors") == [], (record.problem, record.found)
    return run(record, by)


def counts(record):
    return record.state, record.made, record.changed, record.same, record.wrong


def errors(record):
    assert (record.state, record.content is None) == ("checked", False), record.problem
    return [tuple(one) for one in record.found["errors"]]
