"""Looking into the bounce mailbox; safe to run twice or both at once."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError

from mailing import health, hold
from mailing.returns import by_mail, mailboxes
from mailing.returns.reports import take

logger = logging.getLogger(__name__)


def read(*, now: datetime) -> tuple[int, int]:
    """Read what is new in the bounce mailbox; returns how many mails were looked at, and how many returned letters of ours were new.

    Without BOUNCE_MAILBOX_URL there is nothing to read, and a copy of the database leaves the mailbox to the portal it was copied from.
    A mailbox out of reach is noted for /statusz and tried again at the next ring.
    """
    looked_at = taken = 0
    if not settings.BOUNCE_MAILBOX_URL or hold.stands_still(now=now):
        return looked_at, taken
    try:
        with mailboxes.opened(settings.BOUNCE_MAILBOX_URL) as box:
            for key, mail in box.unread():
                looked_at += 1
                found = _taken(mail, now)
                taken += found or 0
                box.put_away(key, is_report=found is not None and by_mail.is_report(mail))
    except mailboxes.OutOfReach as trouble:
        logger.warning("The bounce mailbox is out of reach: %s", trouble)
        health.note("bounce_mailbox_trouble", now=now)
    return looked_at, taken


def _taken(mail, now):
    """Return how many reports of a mail were new, or None when it cannot be read: it must not hold up those behind it."""
    try:
        return sum(take(report, now=now) for report in by_mail.reports(mail, now=now))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("A mail in the bounce mailbox could not be read.")
        return None
