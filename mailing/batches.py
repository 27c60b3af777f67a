"""Many letters at once: owed evenly over a time, held back, let go, called off; each call is one statement over so many rows."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count

from mailing.models import Message
from mailing.registry import kind_named
from mailing.wake import wake_bulk

_OWE = """
INSERT INTO mailing_message (person_id, recipient, "to", office_id, lane, kind, about, period, bundle, language, "values", due, expires, created_at,
    state, subject, text, html, attempts, doubted, position, smtp_reply)
SELECT person.id, 'p:' || person.id::text, '', %(office)s, %(lane)s, %(kind)s, %(about)s, '', NULL, person.language, '{}',
    %(due)s::timestamptz + (each.number - 1) * %(step)s::float8 * interval '1 second', NULL, %(now)s, 'queued', '', '', '', 0, 0, 0, ''
FROM unnest(%(people)s::bigint[]) WITH ORDINALITY AS each (id, number) JOIN people_person AS person ON person.id = each.id
ORDER BY each.number
ON CONFLICT DO NOTHING
"""
# Any of them, by the index that leads with `about`: in the order of ids PostgreSQL may read the whole ledger up to the first one.
_OF_THESE = "SELECT id, row_number() OVER (ORDER BY id) AS number FROM ({rows} LIMIT %(limit)s FOR UPDATE SKIP LOCKED) AS chosen"
_QUEUED = "SELECT id FROM mailing_message WHERE about = %(about)s AND kind = %(kind)s AND state = 'queued'"
_HELD_BACK = "SELECT id FROM mailing_message WHERE about = %(about)s AND kind = %(kind)s AND state = 'held' AND smtp_reply = %(why)s"
_HOLD = f"UPDATE mailing_message AS letter SET state = 'held', smtp_reply = %(why)s FROM ({_OF_THESE.format(rows=_QUEUED)}) AS these WHERE letter.id = these.id"
_LET_GO = f"""
UPDATE mailing_message AS letter SET state = 'queued', smtp_reply = '', due = %(due)s::timestamptz + (these.number - 1) * %(step)s::float8 * interval '1 second'
FROM ({_OF_THESE.format(rows=_HELD_BACK)}) AS these WHERE letter.id = these.id
"""
_OVERDUE = (
    f"SELECT id FROM mailing_message WHERE lane = {Message.Lane.BULK:d} AND state = 'queued' AND due < %(before)s AND about = %(about)s AND kind = %(kind)s"
)
_DELAY = f"""
UPDATE mailing_message AS letter SET due = later.due, expires = letter.expires + (later.due - letter.due)
FROM (SELECT id, %(due)s::timestamptz + (number - 1) * %(step)s::float8 * interval '1 second' AS due FROM ({_OF_THESE.format(rows=_OVERDUE)}) AS these) AS later
WHERE letter.id = later.id
"""
_CALL_OFF = "UPDATE mailing_message AS letter SET state = 'cancelled', smtp_reply = '' FROM ({these}) AS these WHERE letter.id = these.id"


def owe(kind: str, people: Iterable[int], *, about: str, office: int, due: datetime, step: float, now: datetime) -> int:
    """Owe a letter to each of these people, one each `step` seconds from `due` on, in their language; returns how many are new."""
    known = kind_named(kind)
    if known is None:
        raise LookupError(f"No app has registered letters of the kind {kind!r}.")
    return _run(
        _OWE, {"people": list(people), "kind": kind, "lane": known.lane, "about": about, "office": office, "due": due, "step": step, "now": now}, due <= now
    )


def hold(kind: str, *, about: str, why: str, limit: int) -> int:
    """Hold back at most so many waiting letters, with the reason beside them; those in a worker's hands are not touched. Returns how many."""
    return _run(_HOLD, {"kind": kind, "about": about, "why": why, "limit": limit})


def let_go(kind: str, *, about: str, why: str, limit: int, due: datetime, step: float, now: datetime) -> int:
    """Let at most so many letters go that were held back for this reason, evenly from `due` on; returns how many."""
    return _run(_LET_GO, {"kind": kind, "about": about, "why": why, "limit": limit, "due": due, "step": step}, due <= now)


def delay(kind: str, *, about: str, before: datetime, limit: int, due: datetime, step: float, now: datetime) -> int:
    """Set new moments, evenly from `due` on, for at most so many letters that wait since before a moment; each is kept as much longer. Returns how many."""
    return _run(_DELAY, {"kind": kind, "about": about, "before": before, "limit": limit, "due": due, "step": step}, due <= now)


def call_off(kind: str, *, about: str, why: str, limit: int) -> int:
    """Cancel at most so many letters that wait or are held back for this reason; returns how many."""
    values = {"kind": kind, "about": about, "why": why, "limit": limit}
    return sum(_run(_CALL_OFF.format(these=_OF_THESE.format(rows=rows)), values) for rows in (_QUEUED, _HELD_BACK))


def counts(kind: str, *, about: str) -> dict[str, int]:
    """Return {state: how many letters}; one query over the letters about one thing."""
    return dict(Message.objects.filter(about=about, kind=kind).values_list("state").annotate(Count("pk")).order_by())


def overdue(kind: str, *, about: str, now: datetime, seconds: int, most: int | None = None) -> int:
    """Count the letters that should have left so many seconds ago and have not, as far as `most` (None: all of them)."""
    late = Message.objects.filter(lane=Message.Lane.BULK, state=Message.State.QUEUED, due__lt=now - timedelta(seconds=seconds), about=about, kind=kind)
    return late.order_by()[:most].count()


@transaction.atomic
def _run(statement: str, values: dict, is_due: bool = False) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        changed = cursor.rowcount
    if changed and is_due:
        transaction.on_commit(wake_bulk, robust=True)
    return changed
