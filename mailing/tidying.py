"""Putting away what is over; every step may run twice."""

from datetime import timedelta

from django.db.models import Q

from intake.models import FormKey
from mailing import calls
from mailing.models import AccessLink, CallTask, Message
from mailing.outbox import claims

FORM_KEYS = timedelta(days=2)
LINKS = timedelta(days=30)  # after they expired, as AccessLink.personal_fields says
TEXTS = timedelta(days=365)  # after sending, as Message.personal_fields says
UNSENT_LINKS = timedelta(days=60)  # after they were made, where no letter ever left


def tidy(*, now):
    """Free dead workers' letters, end late ones, drop unwanted calls, forget old form keys, links and words."""
    claims.recover(now=now)
    Message.objects.filter(state=Message.State.QUEUED, expires__lte=now).update(state=Message.State.EXPIRED)
    calls.drop_unwanted(now=now)
    FormKey.objects.filter(created_at__lt=now - FORM_KEYS).delete()
    old = Q(expires__lt=now - LINKS) | Q(expires=None, created_at__lt=now - UNSENT_LINKS)
    AccessLink.objects.filter(old).delete()
    sent_long_ago = Message.objects.filter(created_at__lt=now - TEXTS).exclude(text="", to="", subject="")
    sent_long_ago.update(to="", subject="", text="", html="", values={}, smtp_reply="")
    CallTask.objects.filter(created_at__lt=now - TEXTS).exclude(script="", number="").update(number="", script="", note="")
