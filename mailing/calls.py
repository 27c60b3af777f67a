"""Calls instead of letters: what staff say on the phone, by when, and what comes of it."""

from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from mailing.models import AccessLink, CallTask, Message
from mailing.registry import kind_named
from mailing.writing import previews
from people.merging import wait_for_merges
from places.office_days import next_office_day_end

LINK = AccessLink._meta.label_lower
Result = CallTask.Result
_ASKED, _TOLD = (Result.SAID_YES, Result.SAID_NO), (Result.CONFIRMED,)


def owe(*, message, office, script, now):
    """Put a line on the to-call list for a letter that reaches nobody; due at the end of the next office day, and while the letter is of use.

    A line that was dropped, because nobody was owed the letter for a while, is opened again.
    """
    person = message.person
    due = next_office_day_end(now=now, zone=ZoneInfo(settings.TIME_ZONE), closes=office.closes)
    label, _colon, number = message.about.partition(":")
    said = {
        "office": message.office or office,
        "person": person,
        "link": AccessLink.objects.filter(pk=int(number)).first() if label == LINK and number.isdigit() else None,
        "number": person.phone,
        "language": message.language,
        "script": script,
        "due": min(due, message.expires) if message.expires else due,
        "created_at": now,
    }
    _line, is_new = CallTask.objects.get_or_create(message=message, defaults=said)
    if not is_new:
        CallTask.objects.filter(message=message, result=Result.DROPPED).update(result=Result.OPEN, done_at=None, **said)


def say_in(*, language, person):
    """Write anew in another language what is to be said to a person; whatever else stands on the lines stays as it is."""
    for line in CallTask.objects.filter(person=person, result=Result.OPEN).exclude(language=language).select_related("message__person", "message__office"):
        line.language = language
        if line.message:
            line.message.language = language
            line.message.save(update_fields=["language"])
            words = previews.of_message(line.message)
            line.script = words[1] if words else line.script
        line.save(update_fields=["language", "script"])


def open_calls(*, office=None):
    """Return the lines still to call, those due first."""
    lines = CallTask.objects.filter(result=Result.OPEN).select_related("person", "office", "message")
    return (lines.filter(office=office) if office else lines).order_by("due", "id")


@transaction.atomic
def record_result(*, task, result, by, now, note=""):
    """Write down what came of a call, and do what follows from it; no answer leaves the line open. Raises Refused when the line is closed."""
    wait_for_merges()
    task = CallTask.objects.select_for_update().get(pk=task.pk)
    if task.result != Result.OPEN:
        raise Refused(_("Somebody has already finished this call."))
    task.tries, task.tried_at, task.note = task.tries + 1, now, note[:300] or task.note
    if result == Result.NO_ANSWER:
        task.save(update_fields=["tries", "tried_at", "note"])
        return task
    if result not in results(task):
        raise Refused(_("Please choose what came of the call."))
    task.result, task.done_by, task.done_at = result, by, now
    task.save(update_fields=["tries", "tried_at", "note", "result", "done_by", "done_at"])
    _follow(task, by, now)
    return task


def results(task):
    """Return what may come of a call: a letter that asks something is answered yes or no, any other one is told."""
    return results_of([task])[task.pk]


def results_of(tasks):
    """Return what may come of each of these calls, by the id of its line; constant queries for each kind that asks only some."""
    asking = _asking([task.message for task in tasks if task.message])
    return {task.pk: [*(_ASKED if task.message_id in asking else _TOLD), Result.NO_ANSWER, Result.WRONG_NUMBER] for task in tasks}


def _asking(messages):
    """Return the ids of those letters that ask something."""
    found = set()
    for name, group in groupby(sorted(messages, key=attrgetter("kind")), key=attrgetter("kind")):
        kind, some = kind_named(name), list(group)
        if kind is None or not kind.asks:
            continue
        records = kind.load(some) if kind.question else {}
        found |= {one.pk for one in some if kind.question is None or (one.pk in records and kind.asks_in(one, records[one.pk]))}
    return found


def _follow(task, by, now):
    """Settle the letter the call stood for, and tell its owner what was said."""
    message = task.message
    if message is None:
        return
    kind = kind_named(message.kind)
    record = kind.load([message]).get(message.id) if kind else None
    told = task.result != Result.WRONG_NUMBER
    state, words = (Message.State.SENT, "told by phone") if told else (Message.State.FAILED, "wrong number")
    Message.objects.filter(pk=message.pk, state=Message.State.HELD).update(state=state, smtp_reply=words, sent_at=now if told else None)
    if record is None:
        return
    if not told and kind.on_failed:
        kind.on_failed(message, record, now)
    heard = {Result.CONFIRMED: kind.on_told, Result.SAID_YES: kind.on_yes, Result.SAID_NO: kind.on_no}.get(task.result)
    if heard:
        heard(message, record, by, now)


def drop_unwanted(*, now, at_a_time=500):
    """Take lines off the list whose letter is no longer wanted or too late; returns how many."""
    dropped, last = 0, 0
    while last is not None:
        some, last = _drop_some(now, last, at_a_time)
        dropped += some
    return dropped


@transaction.atomic
def _drop_some(now, after, most):
    """Look at the next lines; returns how many were dropped, and the last one looked at, or None at the end."""
    rest = open_calls().exclude(message=None).filter(pk__gt=after).order_by("pk")
    lines = list(rest.select_for_update(of=("self",), skip_locked=True)[:most])
    unwanted = unwanted_letters([line.message for line in lines], now)
    CallTask.objects.filter(message__in=unwanted).update(result=Result.DROPPED, done_at=now)
    Message.objects.filter(pk__in=unwanted, state=Message.State.HELD).update(state=Message.State.CANCELLED)
    return len(unwanted), lines[-1].pk if len(lines) == most else None


def unwanted_letters(messages, now):
    """Return the ids of those letters that nobody is owed any more, in constant queries for each kind."""
    unwanted = []
    for name, group in groupby(sorted(messages, key=attrgetter("kind")), key=attrgetter("kind")):
        kind, letters = kind_named(name), list(group)
        records = kind.load(letters) if kind else {}
        for letter in letters:
            record = records.get(letter.id)
            is_late = letter.expires is not None and letter.expires <= now
            if is_late or record is None or not kind.is_wanted(letter, record, now):
                unwanted.append(letter.id)
    return unwanted
