"""The hold: a copy of the database sends nothing, and reads no bounces, until a person says so; and anybody in charge can hold all mail by hand."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InternalError, NotSupportedError, ProgrammingError, connection, transaction
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from intake.refusal import Refused
from mailing.models import Message, Origin
from mailing.wake import wake_bulk, wake_worker

logger = logging.getLogger(__name__)

PERHAPS_SENT = "Held: perhaps it had left before this database was restored."

# Who restores a dump gets another server or database, or at least another table; a release, a failover and VACUUM FULL keep all three.
_HERE = "(SELECT oid FROM pg_database WHERE datname = current_database())::text, 'mailing_origin'::regclass::oid::text"
_SERVER = "(SELECT system_identifier FROM pg_control_system())::text"
# A standby that takes over goes on where the other one stopped; a recovery to a point in time begins with what was true a good while ago.
_TIMELINE = "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"
TAKES_OVER_WITHIN = timedelta(minutes=10)
LOOKS_EVERY = timedelta(minutes=1)


def stands_still(*, now: datetime) -> bool:
    """Tell whether no mail may leave. Where this is not the database, or not the address, from which it left before, all of it is held from now on."""
    known = Origin.objects.filter(pk=Origin.ONLY).first()
    if known is None:
        _begin(now)
        return False
    if known.held_since is None:
        why = _why_not(known, now)
        if not why:
            _was_seen(known, now)
            return False
        logger.error("All mail is held: %s", why.label)
        _hold(why, now)
    return True


def held() -> Origin | None:
    """Return since when and why all mail is held, or None."""
    return Origin.objects.filter(pk=Origin.ONLY, held_since__isnull=False).first()


def hold(*, now: datetime) -> None:
    """Hold all mail until it is released. Raises Refused when it is held already."""
    _begin(now)
    if not _hold(Origin.Why.BY_HAND, now):
        raise Refused(_("All mail is held already."))


@transaction.atomic
def release(*, sent_until: datetime | None, now: datetime) -> int:
    """Let mail leave from here; returns how many letters stay behind.

    What was due up to `sent_until` may have left from where this database was copied: it is kept, and can be sent again letter by letter.
    Raises Refused when nothing is held, or for a moment that is still to come.
    """
    if sent_until and sent_until > now:
        raise Refused(_("This moment is still to come."), field="sent_until")
    known = Origin.objects.select_for_update().filter(pk=Origin.ONLY, held_since__isnull=False).first()
    if known is None:
        raise Refused(_("The mail is not held."))
    doubtful = Message.objects.waiting().filter(due__lte=sent_until) if sent_until else Message.objects.none()
    left_behind = doubtful.update(state=Message.State.HELD, smtp_reply=PERHAPS_SENT, owner=None, lease=None)
    known.database, known.timeline, known.seen_at, known.host, known.held_since, known.why = database(), timeline(), now, settings.SITE_HOST, None, ""
    known.save()
    for ring in (wake_worker, wake_bulk):
        transaction.on_commit(ring, robust=True)
    return left_behind


def due(*, now: datetime) -> list[dict[str, Any]]:
    """Return what would leave at once, by kind: {"kind", "letters", "first"} with the moment the first one was due."""
    letters = Message.objects.waiting().filter(due__lte=now).order_by().values("kind")
    return [dict(row) for row in letters.annotate(letters=Count("pk"), first=Min("due")).order_by("first", "kind")]


def database() -> str:
    """Return what no other database is called: the server's identifier (where this role may read it), the database's and the table's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('pg_control_system()', 'EXECUTE')")
        server = [_SERVER] if cursor.fetchone()[0] else []
        cursor.execute(f"SELECT concat_ws('/', {', '.join([*server, _HERE])})")
        return cursor.fetchone()[0]


def timeline() -> str:
    """Return the timeline on which PostgreSQL writes: it changes with each recovery to a point in time, and with each failover. Empty where it is not told."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TIMELINE)
            return cursor.fetchone()[0]
    except (ProgrammingError, NotSupportedError, InternalError):  # a service that is not quite PostgreSQL, or keeps it to itself
        return ""


def _begin(now):
    Origin.objects.bulk_create([Origin(database=database(), timeline=timeline(), seen_at=now, host=settings.SITE_HOST)], ignore_conflicts=True)


def _why_not(known, now):
    if known.database != database() or _went_back(known, now):
        return Origin.Why.COPY
    # The address of a portal that is tried out follows its port and whoever starts it.
    return Origin.Why.MOVED if known.host != settings.SITE_HOST and not settings.DATABASE_IS_EMBEDDED else None


def _went_back(known, now):
    """Tell whether this is another timeline than before, and what was last seen on that one is long ago."""
    return bool(known.seen_at and now - known.seen_at > TAKES_OVER_WITHIN and known.timeline and timeline() not in (known.timeline, ""))


def _was_seen(known, now):
    if known.seen_at is None or now - known.seen_at > LOOKS_EVERY:
        Origin.objects.filter(pk=Origin.ONLY).update(seen_at=now, timeline=timeline())


def _hold(why, now):
    return Origin.objects.filter(pk=Origin.ONLY, held_since=None).update(held_since=now, why=why)
