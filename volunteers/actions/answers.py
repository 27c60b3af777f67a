"""The day before, whoever was asked anew and has not answered is called."""

from datetime import datetime, time, timedelta

from django.db import transaction

from mailing import calls
from mailing.models import Message
from mailing.outbox.fates import KEPT
from volunteers import answers

CALL_FROM = time(9)  # on the clock of the place, the day before
TIME_TO_ANSWER = timedelta(hours=3)
_AHEAD = timedelta(hours=48)


@transaction.atomic
def call_for(*, now: datetime) -> int:
    """Put a line on the to-call list for everybody who has a number and has not answered; once a letter. Returns how many."""
    waiting = answers.waiting(now=now, until=now + _AHEAD).exclude(person__phone="").select_related("person__office", "shift")
    by_ref = {one.ref: one for one in waiting if _is_the_day_before(one.shift, now)}
    letters = answers.asked().filter(about__in=by_ref, call_task=None, created_at__lte=now - TIME_TO_ANSWER).order_by("pk")
    latest = {letter.about: letter for letter in letters if _has_arrived(letter)}
    for ref, letter in latest.items():
        calls.owe(message=letter, office=by_ref[ref].person.office, script=letter.text, now=now)
    return len(latest)


def _is_the_day_before(shift, now):
    eve = shift.local_starts.date() - timedelta(days=1)
    return now >= datetime.combine(eve, CALL_FROM, tzinfo=shift.zone)


def _has_arrived(letter):
    """It was sent; one that waits or failed has a line of its own."""
    return letter.state == Message.State.SENT or (letter.state == Message.State.HELD and letter.smtp_reply == KEPT)
