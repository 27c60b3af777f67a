"""Claims: a worker owns a chunk of letters for the length of a lease; chunks of dead workers are found and freed."""

import uuid
from functools import partial
from itertools import groupby

from django.conf import settings
from django.db import connection, transaction

from mailing.models import Message
from mailing.outbox import fates
from mailing.outbox.marks import run_safely
from mailing.registry import kind_named
from people.models import Office

IN_DOUBT_BY_A_CRASH = 2  # the letter in the mail server's hands, and the one whose mark was on its way

# A bundle is claimed through its first row, so that two workers never take a part each. `claimed_at` is told by the
# database's own clock, because recovery compares it with the start of the database.
_CLAIM = """
WITH due AS (
    SELECT id, lane, due FROM mailing_message letter
    WHERE state = 'queued' AND lane BETWEEN %(first)s AND %(last)s AND due <= %(now)s
        AND (bundle IS NULL OR NOT EXISTS (
            SELECT 1 FROM mailing_message other WHERE other.bundle = letter.bundle AND other.state IN ('queued', 'sending') AND other.id < letter.id
        ))
    ORDER BY lane, due, id LIMIT %(count)s FOR UPDATE SKIP LOCKED
), numbered AS (SELECT id, row_number() OVER (ORDER BY lane, due, id) AS number FROM due)
UPDATE mailing_message AS letter SET state = 'sending', owner = %(owner)s, position = number, claimed_at = clock_timestamp(), lease = %(lease)s
FROM numbered WHERE letter.id = numbered.id
RETURNING letter.id, letter.bundle, letter.position
"""
_CLAIM_REST_OF_BUNDLES = """
UPDATE mailing_message AS letter SET state = 'sending', owner = %(owner)s, position = first.position, claimed_at = clock_timestamp(), lease = %(lease)s
FROM unnest(%(bundles)s::text[], %(positions)s::int[]) AS first (bundle, position)
WHERE letter.bundle = first.bundle AND letter.state = 'queued' AND letter.due <= %(now)s
"""
_RENEW = "UPDATE mailing_message SET lease = %s WHERE owner = %s AND state = 'sending' RETURNING id"
_RELEASE = "UPDATE mailing_message SET state = 'queued', owner = NULL, lease = NULL WHERE owner = %s AND state = 'sending'"
_NOT_NEEDED = (
    "subject", "text", "html", "smtp_reply", "owner", "claimed_at", "lease", "sent_at", "created_at",
    *(f"person__{field}" for field in ("phone", "address", "name_key", "user", "neighborhood", "created_at", "active_at", "email_confirmed_at", "phone_confirmed_at")),
)  # fmt: skip
_ABANDONED = """
SELECT id, owner, bundle, lane, doubted, claimed_at < pg_postmaster_start_time() AS database_restarted
FROM mailing_message WHERE state = 'sending' AND lease < %s ORDER BY owner, position, id FOR UPDATE SKIP LOCKED
"""


def claim(*, lanes, count, now):
    """Take up to `count` due letters of the lanes (first, last); returns (owner, letters in sending order), committed durably."""
    owner = uuid.uuid4()
    values = {"first": lanes[0], "last": lanes[1], "now": now, "count": count, "owner": owner, "lease": now + settings.MAIL_LEASE}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        claimed = cursor.fetchall()
        bundles = [(bundle, position) for _, bundle, position in claimed if bundle]
        if bundles:
            values.update(bundles=[bundle for bundle, _ in bundles], positions=[position for _, position in bundles])
            cursor.execute(_CLAIM_REST_OF_BUNDLES, values)
    return (owner, letters_of(owner)) if claimed else (owner, [])


def is_due_by(*, lanes, moment):
    """Tell whether a letter of the lanes (first, last) is due by a moment."""
    return Message.objects.filter(state=Message.State.QUEUED, lane__range=lanes, due__lte=moment).exists()


def letters_of(owner):
    """Return the letters a worker owns and has not marked, in sending order, with person and office; two queries."""
    letters = Message.objects.filter(owner=owner, state=Message.State.SENDING).select_related("person").defer(*_NOT_NEEDED)
    letters = list(letters.order_by("position", "id"))
    # One object for each office, not one for each letter: parsing its phone number again and again costs more than sending.
    offices = Office.objects.in_bulk({letter.office_id for letter in letters} | {letter.person.office_id for letter in letters if letter.person})
    for letter in letters:
        letter.office = offices.get(letter.office_id)
        if letter.person:
            letter.person.office = offices[letter.person.office_id]
    return letters


def renew(*, owner, now):
    """Make the lease last longer; returns the ids of the letters that are still owned."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [now + settings.MAIL_LEASE, owner])
        return {row[0] for row in cursor.fetchall()}


def release(*, owner):
    """Put the letters that were not tried back as they were; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [owner])
        return cursor.rowcount


@transaction.atomic
def recover(*, now):
    """Free the chunks whose lease has run out; returns how many letters are in doubt and how many go back untouched.

    The first two unmarked letters of a chunk may have left; the others have not. When the database itself has restarted
    since the claim, marks may be lost, and every unmarked letter of the chunk is in doubt.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ABANDONED, [now])
        rows = cursor.fetchall()
    doubted, untouched = [], []
    for _, chunk in groupby(rows, key=lambda row: row[1]):
        letters = [list(parts) for _, parts in groupby(chunk, key=lambda row: row[2] or row[0])]
        for place, parts in enumerate(letters):
            (doubted if place < IN_DOUBT_BY_A_CRASH or parts[0][5] else untouched).extend(parts)
    for row in doubted:
        Message.objects.filter(pk=row[0]).update(**fates.after_doubt(lane=row[3], doubted=row[4], now=now))
    Message.objects.filter(pk__in=[row[0] for row in untouched]).update(state=Message.State.QUEUED, owner=None, lease=None)
    _tell_owners([row[0] for row in doubted], now)
    return len(doubted), len(untouched)


def _tell_owners(ids, now):
    """Whoever waits for a letter that will not be tried again hears."""
    for message in Message.objects.filter(pk__in=ids, state=Message.State.AMBIGUOUS).select_related("person"):
        run_safely(partial(fates.tell, message, kind_named(message.kind), None, now))
