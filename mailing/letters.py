"""How any floor above owes somebody a letter: one row in the caller's transaction, text and sending come later."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count
from psycopg2.extras import execute_values

from mailing.models import Message
from mailing.reach.suppression import address_hash
from mailing.registry import Letter, kind_named, register, registry
from mailing.wake import wake, wake_bulk, wake_worker
from people.models import Office, Person

__all__ = ["Letter", "Owed", "cancel", "ref", "register", "registry", "send", "send_many", "send_to_address", "send_to_each", "to_addresses_today", "wake"]

# A letter that was owed before, cancelled and never tried is owed again; any other one stays what it is.
_INTO = """
INSERT INTO mailing_message AS known (person_id, recipient, "to", office_id, lane, kind, about, period, bundle, language, "values", due, expires, created_at,
    state, subject, text, html, attempts, doubted, position, smtp_reply)
"""
_OWED_AGAIN = """
ON CONFLICT (recipient, kind, about, period) DO UPDATE
SET state = 'queued', due = EXCLUDED.due, expires = EXCLUDED.expires, "values" = EXCLUDED."values", language = EXCLUDED.language, smtp_reply = ''
WHERE known.state = 'cancelled' AND known.attempts = 0 AND known.doubted = 0
"""
_INSERT = f"{_INTO} VALUES %s {_OWED_AGAIN} RETURNING id, lane, due"
_INSERT_EACH = f"""
{_INTO} SELECT person, 'p:' || person::text, '', office, %s, %s, about, %s, NULL, language, %s::jsonb, %s, %s, %s, 'queued', '', '', '', 0, 0, 0, ''
FROM ({{found}}) AS each (person, office, about, language) {_OWED_AGAIN}
"""
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'queued', '', '', '', 0, 0, 0, '')"


@dataclass(slots=True)
class Owed:
    """One letter to queue with `send_many`; the fields are the arguments of `send`."""

    to: Person
    about: object
    period: str = ""
    due: datetime | None = None
    expires: datetime | None = None
    bundle: str | None = None
    values: dict = field(default_factory=dict)
    language: str | None = None


def ref(record):
    """Return how a letter names what it is about: "volunteers.signup:17"."""
    return f"{record._meta.label_lower}:{record.pk}"


def send(kind, *, to, about, now, period="", due=None, expires=None, bundle=None, values=None, language=None):
    """Owe a person a letter and return True, or False when this letter (recipient, kind, about, period) is known already.

    `about` is a record or its `ref`; `due` defaults to now; after `expires` it is not sent any more; letters that share a
    `bundle` leave as one. The row is stored in the caller's transaction; the workers are rung for after the commit.
    """
    return bool(send_many(kind, [Owed(to, about, period, due, expires, bundle, values or {}, language)], now=now))


def send_many(kind, owed, *, now, lane=None):
    """Owe many letters of one kind in one statement, in another lane than the kind's where one is named; returns how many are new."""
    lane = lane or _lane(kind)
    return _insert([_row(kind, lane, one, now) for one in owed], now)


def send_to_each(kind, found, *, now, period="", due=None, expires=None, values=None):
    """Owe the same letter to everybody a queryset finds, in one statement for any number; returns how many are new.

    `found` is a `values_list` of person id, office id, what the letter is about (a `ref`) and the language, in this order.
    """
    lane, due = _lane(kind), due or now
    query, params = found.order_by().query.sql_with_params()
    given = [lane, kind, period, json.dumps(values or {}), due, expires, now]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_EACH.format(found=query), [*given, *params])
        new = cursor.rowcount
    if new and due <= now:
        transaction.on_commit(wake_bulk if lane == Message.Lane.BULK else wake_worker, robust=True)
    return new


def send_to_address(kind, *, address, office, language, about, now, period="", due=None, expires=None, values=None):
    """Owe a letter to an address that belongs to no known person: an invitation, a test letter. Returns as `send` does."""
    address = address.strip()
    about = about if isinstance(about, str) else ref(about)
    office_id = office.pk if isinstance(office, Office) else office
    row = (
        None,
        f"a:{address_hash(address)}",
        address,
        office_id,
        _lane(kind),
        kind,
        about,
        period,
        None,
        language,
        json.dumps(values or {}),
        due or now,
        expires,
        now,
    )
    return bool(_insert([row], now))


def cancel(*, about, kinds=None, now):
    """Take back queued letters about these things (`ref`s or records) that are no longer owed; returns how many."""
    letters = Message.objects.filter(state=Message.State.QUEUED, about__in=[one if isinstance(one, str) else ref(one) for one in about])
    if kinds is not None:
        letters = letters.filter(kind__in=kinds)
    return letters.update(state=Message.State.CANCELLED)


def to_addresses_today(addresses, *, now):
    """Return {address: how many letters went, or go, to it as an address} for the last 24 hours; one query."""
    recent = Message.objects.filter(to__in=addresses, created_at__gt=now - timedelta(days=1)).exclude(state=Message.State.CANCELLED)
    return dict(recent.order_by().values_list("to").annotate(n=Count("pk")))


def _lane(kind):
    known = kind_named(kind)
    if known is None:
        raise LookupError(f"No app has registered letters of the kind {kind!r}.")
    return known.lane


def _row(kind, lane, owed, now):
    person = owed.to
    about = owed.about if isinstance(owed.about, str) else ref(owed.about)
    language = owed.language or person.language
    return (
        person.pk, f"p:{person.pk}", "", person.office_id, lane, kind, about, owed.period, owed.bundle, language, json.dumps(owed.values), owed.due or now, owed.expires, now,
    )  # fmt: skip


def _insert(rows, now):
    if not rows:
        return 0
    with connection.cursor() as cursor:
        new = execute_values(cursor.cursor, _INSERT, rows, template=_ROW, page_size=1000, fetch=True)
    if any(lane != Message.Lane.BULK and due <= now for _, lane, due in new):
        transaction.on_commit(wake_worker, robust=True)
    if any(lane == Message.Lane.BULK and due <= now for _, lane, due in new):
        transaction.on_commit(wake_bulk, robust=True)
    return len(new)
