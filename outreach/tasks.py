"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from outreach.actions import sending


@shared_task
def work_on_campaigns():
    """Begin campaigns whose time has come, make their letters, hold back, let go or take back what was paused, resumed or cancelled."""
    sending.work(now=timezone.now())
