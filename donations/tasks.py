"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from donations.actions import arrangements, drives, reminders, sweeps


@shared_task
def close_promises():
    """End the promises of the drives whose closing time at the place has come."""
    drives.sweep(now=timezone.now())


@shared_task
def sweep_pledges():
    """End holds and offers that nobody has proved, and what is still promised to drives that are closed."""
    sweeps.sweep(now=timezone.now())
    arrangements.sweep(now=timezone.now())


@shared_task
def remind_donors():
    """Owe the reminders of the coming evening."""
    reminders.queue(now=timezone.now())
