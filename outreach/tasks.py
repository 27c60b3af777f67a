"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from outreach.actions import digests, evening, sending


@shared_task
def work_on_campaigns():
    """Begin campaigns whose time has come, make their letters, hold back, let go or take back what was paused, resumed or cancelled."""
    sending.work(now=timezone.now())


@shared_task
def write_digests():
    """Make the weekly emails that are due, and write on at those that are being written."""
    digests.sweep(now=timezone.now())


@shared_task
def queue_evening_gaps():
    """In the evening, owe “gaps nearby tomorrow” to those who want it."""
    evening.queue(now=timezone.now())
