"""Putting away what is over; every step may run twice."""

from datetime import timedelta

from django.db.models import Q

from intake.models import FormKey
from mailing import calls, proof
from mailing.models import AccessLink, CallTask, KeptLetter, Message
from mailing.outbox import claims

FORM_KEYS = timedelta(days=2)
LINKS = timedelta(days=30)  # after they expired, as AccessLink.personal_fields says
TEXTS = timedelta(days=365)  # after sending, as Message.personal_fields says
UNSENT_LINKS = timedelta(days=60)  # after they were made, where no letter ever left
AT_A_TIME = 1000  # rows, so that no statement is long
_EMPTY_LETTER = {"to": "", "subject": "", "text": "", "html": "", "values": {}, "smtp_reply": ""}
_EMPTY_CALL = {"number": "", "script": "", "note": ""}


def tidy(*, now):
    """Free dead workers' letters, end late ones, drop unwanted calls, forget old form keys: quick, for codes wait behind it."""
    claims.recover(now=now)
    Message.objects.filter(state=Message.State.QUEUED, expires__lte=now).update(state=Message.State.EXPIRED)
    calls.drop_unwanted(now=now)
    FormKey.objects.filter(created_at__lt=now - FORM_KEYS).delete()


def forget_old(*, now):
    """Forget old links, and the words of old letters and calls. No index leads there: every letter would pay for it, and nobody waits here."""
    old = AccessLink.objects.filter(Q(expires__lt=now - LINKS) | Q(expires=None, created_at__lt=now - UNSENT_LINKS))
    for ids in _in_chunks(old):
        old.filter(pk__in=proof.unawaited(ids)).delete()
    for ids in _in_chunks(Message.objects.filter(created_at__lt=now - TEXTS).exclude(**_EMPTY_LETTER)):
        KeptLetter.objects.filter(message__in=ids).delete()
        Message.objects.filter(pk__in=ids).update(**_EMPTY_LETTER)
    for ids in _in_chunks(CallTask.objects.filter(created_at__lt=now - TEXTS).exclude(**_EMPTY_CALL)):
        CallTask.objects.filter(pk__in=ids).update(**_EMPTY_CALL)


def _in_chunks(rows):
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        yield ids
        last = ids[-1]
