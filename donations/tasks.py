"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from donations.actions import drives


@shared_task
def close_promises():
    """End the promises of the drives whose closing time at the place has come."""
    drives.sweep(now=timezone.now())
