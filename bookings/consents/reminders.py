"""A guardian who was written to and has not answered is reminded once, a day before the place is given back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from mailing import letters
from mailing.models import Message
from people.models import GuardianConsent

BEFORE = timedelta(days=1)  # before the place is given back, and not before the first letter has been there for a day


def remind(waiting: Iterable[Any], *, kind: str, asked: str, now: datetime) -> None:
    """Owe the reminder `kind` to the guardians of these kept bookings who got the letter `asked`, once for each consent; two statements at most.

    The bookings come with their `consent__guardian` and are still to come. Who is called instead has a line on the to-call list until they answer.
    """
    due = [one for one in waiting if _is_nearly_over(one, now)]
    written = _written_to(due, asked, now) if due else set()
    owed = [letters.Owed(one.consent.guardian, one.consent, expires=one.until, language=one.consent.language) for one in due if one.consent.ref in written]
    letters.send_many(kind, owed, now=now)


def _is_nearly_over(booking, now):
    consent = booking.consent
    if consent is None or consent.state != GuardianConsent.State.ASKED or consent.guardian.forgotten_at is not None or booking.until is None:
        return False
    return timedelta(0) < booking.until - now <= BEFORE


def _written_to(bookings, asked, now):
    """Return what the consents are called whose newest letter of this kind has been with the guardian for a day; one that is still to leave reminds by itself."""
    asking = Message.objects.filter(about__in=[one.consent.ref for one in bookings], kind=asked).exclude(state=Message.State.CANCELLED)
    newest = dict(asking.order_by("pk").values_list("about", "sent_at"))
    return {about for about, sent_at in newest.items() if sent_at is not None and now - sent_at >= BEFORE}
