"""What a report of a returned letter leads to. Whoever reports twice, is late or does not know the address changes nothing."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from mailing import health
from mailing.models import Message, Returned, Suppression
from mailing.outbox import fates
from mailing.reach import leaving
from mailing.reach.addresses import without_addresses
from mailing.reach.suppression import address_hash, suppress
from people.models import Person

Kind = Returned.Kind
SOFT_DAYS, SOFT_WITHIN = 3, timedelta(days=7)  # not taken on so many different days within a week: nobody reads there
COMPLAINTS, COMPLAINED_WITHIN = 3, timedelta(days=90)
KEPT = timedelta(days=365)
MAILBOX = "mailbox"  # anybody can write there: only the reader of the very letter that came back is believed
_MAILBOX_FULL, _MAILBOX_DISABLED, _ABOUT_THE_SENDER = "5.2.2", "5.2.1", ("5.1.7", "5.1.8")


@dataclass(frozen=True, slots=True)
class Report:
    """One letter that came back or was complained of, as somebody reported it."""

    source: str  # the provider, or “mailbox”
    event: str  # what names the report there
    kind: str
    address: str
    message_id: int | None
    at: datetime
    status: str = ""  # RFC 3463
    words: str = ""


def judged(status: str) -> str:
    """Return what a status (RFC 3463) says of an address: X.1.x is about the mailbox, X.7.x about us; in doubt it may be better tomorrow."""
    if status.startswith("5.7.") or status in _ABOUT_THE_SENDER:
        return Kind.BLOCKED
    return Kind.HARD if status.startswith("5.1.") or status == _MAILBOX_DISABLED else Kind.SOFT


@transaction.atomic
def take(report: Report, *, now: datetime) -> bool:
    """Note a report and do what follows from it; returns whether it was new. An address that is nobody's is noted and left alone,
    and from the mailbox one that the letter did not go to."""
    report = replace(report, **{name: _plain(getattr(report, name)) for name in ("event", "address", "status", "words")})
    address = report.address.strip().lower()
    key, message = address_hash(address), _letter(report, address)
    noted, is_new = Returned.objects.get_or_create(
        source=report.source,
        event=hashlib.sha256(report.event.encode()).hexdigest(),
        defaults={
            "kind": report.kind, "address_hash": key, "message": message, "status": report.status[:12], "words": without_addresses(report.words, address)[:300],
            "day": timezone.localdate(report.at), "created_at": now,
        },
    )  # fmt: skip
    if not is_new:
        return False
    health.note(f"returned_{report.kind}", now=now)
    if message is None and (report.source == MAILBOX or not Person.objects.behind(address).exists()):
        return True
    if message is not None and report.kind in (Kind.HARD, Kind.SOFT, Kind.BLOCKED):
        _did_not_arrive(message, noted, now)
    if _act(report.kind, address, key, noted, now):
        Returned.objects.filter(pk=noted.pk).update(acted_on=True)
    return True


def _plain(text):
    """Without what PostgreSQL cannot hold: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _letter(report, address):
    """The letter it is about, when it went to this address: anything else is somebody's mistake."""
    message = Message.objects.filter(pk=report.message_id).select_related("person").first() if report.message_id else None
    to = message and (message.to or (message.person and message.person.email) or "")
    return message if to and address_hash(to) == address_hash(address) else None


def _did_not_arrive(message, noted, now):
    """The mail server took it and gave it back, with everything that left in it: whoever waits for it hears, as if it had been refused at once."""
    for part in _parts(message):
        given_back = Message.objects.filter(pk=part.pk, state=Message.State.SENT)
        if given_back.update(state=Message.State.FAILED, smtp_reply=f"{noted.status} {noted.words}".strip()[:500]):
            fates.tell(part, fates.kind_named(part.kind), None, now)


def _parts(message):
    """The rows of one letter: those of its bundle that left in the same moment, else itself alone."""
    if not message.bundle or message.person_id is None:
        return [message]
    together = Message.objects.filter(person=message.person_id, bundle=message.bundle, sent_at=message.sent_at)
    return list(together.select_related("person").order_by("pk"))


def _act(kind, address, key, noted, now):
    """Return whether the address gets no more letters, or fewer, for it."""
    known = Returned.objects.filter(address_hash=key)
    if kind == Kind.SOFT:
        days = known.filter(kind=Kind.SOFT, day__gt=noted.day - SOFT_WITHIN, day__lte=noted.day).values("day").distinct().count()
        kind = Kind.HARD if days >= SOFT_DAYS else Kind.SOFT
    if kind == Kind.HARD:
        suppress(address=address, reason=Suppression.Reason.REFUSED, smtp_reply=f"{noted.status} {noted.words}".strip(), now=now)
        leaving.leave_all(address=address, why=leaving.BOUNCED, now=now)
    elif kind == Kind.COMPLAINT:
        leaving.leave_all(address=address, why=leaving.COMPLAINT, now=now)
        if known.filter(kind=Kind.COMPLAINT, day__gt=noted.day - COMPLAINED_WITHIN).count() >= COMPLAINTS:
            suppress(address=address, reason=Suppression.Reason.COMPLAINED, now=now)
    elif kind == Kind.LEFT:
        leaving.leave_all(address=address, why=leaving.ONE_CLICK, now=now)
    return kind in (Kind.HARD, Kind.COMPLAINT, Kind.LEFT)


def forget_old(*, now: datetime) -> int:
    """Forget reports after twelve months; returns how many."""
    return Returned.objects.filter(created_at__lt=now - KEPT).delete()[0]
