"""Fates: what becomes of a letter that does not leave, or was answered. Each is (values of the row, what follows or None)."""

import logging
from collections import defaultdict
from datetime import timedelta
from functools import partial

from django.db import DatabaseError

from mailing import calls
from mailing.models import KeptLetter, Message, Suppression
from mailing.reach.suppression import suppress
from mailing.registry import kind_named

logger = logging.getLogger(__name__)

RETRIES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]  # then hourly
MOST_ATTEMPTS = 27  # which makes a day
RETRY_DOUBTED = timedelta(minutes=1)
MOST_DOUBTS = 5  # a letter that is in doubt so often waits for a person
REFUSED_BEFORE = "This address refused an earlier letter."
KEPT = "Kept, not sent: EMAIL_URL is not set."
State = Message.State


def load(messages):
    """Return what the letters are about, by letter; where a kind's records cannot be read, the trouble stands in their place."""
    by_kind = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    records = {}
    for name, letters in by_kind.items():
        if kind := kind_named(name):
            records.update(_load_one_kind(kind, letters))
    return records


def _load_one_kind(kind, letters):
    try:
        return kind.load(letters)
    except DatabaseError:
        raise
    except Exception as trouble:  # one kind that cannot be read must not hold up the others
        return dict.fromkeys((letter.id for letter in letters), trouble)


def before_writing(message, kind, record, now):
    """Return the fate of a letter that is too late, unknown, no longer wanted or not to leave yet; None when it should leave."""
    if message.expires and message.expires <= now:
        return {"state": State.EXPIRED, "lease": None}, None
    if kind is None:
        return later(message, None, None, f"This version does not know letters of the kind {message.kind}.", now)
    if isinstance(record, Exception):
        return _unreadable(message, kind, None, record, now)
    try:
        is_wanted = record is not None and not _has_nobody(message) and kind.is_wanted(message, record, now)
        until = kind.not_now(message, record, now) if is_wanted and kind.not_now else None
    except DatabaseError:
        raise
    except Exception as trouble:
        return _unreadable(message, kind, record, trouble, now)
    if until:
        return {"state": State.QUEUED, "due": until, "owner": None, "lease": None}, None
    return None if is_wanted else ({"state": State.CANCELLED, "lease": None}, None)


def _has_nobody(message):
    """The person it was for is forgotten."""
    return not message.to and (message.person is None or message.person.forgotten_at is not None)


def _unreadable(message, kind, record, trouble, now):
    logger.error("A letter of the kind %s could not be looked up.", message.kind, exc_info=trouble)
    return later(message, kind, record, f"The letter could not be looked up: {type(trouble).__name__}", now)


def unwritable(part, *, trouble, now):
    """The letter could not be put into words: try again later, the reason in the log and beside the letter."""
    logger.error("A letter of the kind %s could not be written.", part.message.kind, exc_info=trouble)
    return put_off(part, f"The letter could not be written: {type(trouble).__name__}", now)


def unreachable(part, *, words, office, now):
    """No letter reaches this person: staff will call, or nobody can. Nobody is called because of a letter to many."""
    message = part.message
    person = message.person
    values = {"subject": words.kept_subject, "text": words.kept_text, "lease": None}
    if person and not part.kind.is_to_many and (person.phone or not person.email):
        return {**values, "state": State.HELD}, partial(calls.owe, message=message, office=office, script=words.kept_text, now=now)
    return {**values, "state": State.FAILED, "smtp_reply": REFUSED_BEFORE}, partial(_failed, part, now)


def answered(part, *, reply, words, now):
    """The mail server has spoken."""
    if reply.accepted:
        return sent(part, reply=reply, words=words, now=now)
    if reply.refused:
        values = {"state": State.FAILED, "attempts": part.message.attempts + 1, "smtp_reply": str(reply), "lease": None}
        return values, partial(refused, part, reply, now)
    return put_off(part, str(reply), now)


def sent(part, *, reply, words, now):
    """Accepted: the words are kept, and whoever waits for it hears."""
    values = {
        "state": State.SENT, "attempts": part.message.attempts + 1, "smtp_reply": str(reply)[:500], "subject": words.kept_subject, "text": words.kept_text,
        "sent_at": now, "lease": None,
    }  # fmt: skip
    return values, (partial(part.kind.on_sent, part.message, part.record, now) if part.kind.on_sent else None)


def kept(part, *, words, address, in_the_demo, now):
    """No mail server is set: the letter is kept, and counts as arrived for whoever waits for it."""
    values = {"state": State.HELD, "smtp_reply": KEPT, "subject": words.kept_subject, "text": words.kept_text, "lease": None}
    return values, partial(_keep, part, words, address, in_the_demo, now)


def _keep(part, words, address, in_the_demo, now):
    if in_the_demo:
        KeptLetter.objects.create(message=part.message, to=address, subject=words.subject, text=words.text, html=words.html, kept_at=now)
    if part.kind.on_sent:
        part.kind.on_sent(part.message, part.record, now)


def put_off(part, why, now):
    """Try a letter again `later`."""
    return later(part.message, part.kind, part.record, why, now)


def later(message, kind, record, why, now):
    """Try again after 1, 5, 15 and 60 minutes, then hourly for a day; then it has failed."""
    attempts = message.attempts + 1
    values = {"attempts": attempts, "smtp_reply": why[:500], "lease": None}
    if attempts >= MOST_ATTEMPTS:
        return {**values, "state": State.FAILED}, partial(tell, message, kind, record, now)
    wait = RETRIES[min(attempts, len(RETRIES)) - 1]
    return {**values, "state": State.QUEUED, "due": now + wait, "owner": None}, None


def doubted(part, now):
    """The letter may have left; whoever waits for one that will not be tried again hears."""
    values = after_doubt(lane=part.message.lane, doubted=part.message.doubted, now=now)
    return values, (partial(_failed, part, now) if values["state"] == State.AMBIGUOUS else None)


def after_doubt(*, lane, doubted, now):
    """Return what becomes of a letter that may have left: once more with the same Message-ID, campaigns wait for a person."""
    waits = lane == Message.Lane.BULK or doubted + 1 >= MOST_DOUBTS
    fate = {"state": State.AMBIGUOUS} if waits else {"state": State.QUEUED, "due": now + RETRY_DOUBTED, "owner": None}
    return {**fate, "doubted": doubted + 1, "lease": None, "smtp_reply": "The connection broke before the mail server answered."}


def refused(part, reply, now):
    """The address is marked when it is at fault, and whoever waits for the letter hears."""
    address = part.message.to or (part.message.person and part.message.person.email)
    if reply.no_such_mailbox and address:
        suppress(address=address, reason=Suppression.Reason.REFUSED, smtp_reply=str(reply), now=now)
    _failed(part, now)


def _failed(part, now):
    tell(part.message, part.kind, part.record, now)


def tell(message, kind, record, now):
    """Tell whoever waits for the letter that it did not arrive, or may not have; what it is about is looked up where it is not known."""
    if kind is None or kind.on_failed is None:
        return
    if record is None:
        record = kind.load([message]).get(message.id)
    if record is not None:
        kind.on_failed(message, record, now)
