"""What rings for the mail: tasks take nothing, call a verb, end, and may run twice or both at once."""

from celery import shared_task
from django.utils import timezone

from mailing import health, tidying
from mailing.outbox import rounds
from mailing.returns import reports
from mailing.returns import rounds as rounds_of_returns
from mailing.wake import wake_bulk, wake_worker


@shared_task
def send_due():
    """Send what is due in the lanes of codes, confirmations and reminders."""
    health.note("send_due", now=timezone.now())
    with rounds.ends_on_sigterm() as stopping:
        if rounds.Round(lanes=rounds.WORKER, stopping=stopping).run():
            wake_worker()


@shared_task
def send_bulk():
    """Send what is due in the lane of digests and campaigns."""
    health.note("send_bulk", now=timezone.now())
    with rounds.ends_on_sigterm() as stopping:
        if rounds.Round(lanes=rounds.BULK, stopping=stopping, patient=True).run():
            wake_bulk()


@shared_task
def read_returns():
    """Look into the bounce mailbox, where one is set."""
    health.note("read_returns", now=timezone.now())
    rounds_of_returns.read(now=timezone.now())


@shared_task
def tidy():
    """Put away what is over: late letters, unwanted calls, old keys."""
    health.note("tidy", now=timezone.now())
    tidying.tidy(now=timezone.now())


@shared_task
def forget_old():
    """Forget links a month after they expired, and the words of letters and calls after a year."""
    health.note("forget_old", now=timezone.now())
    tidying.forget_old(now=timezone.now())
    reports.forget_old(now=timezone.now())
