"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from events.actions import registration_sweeps, reminders


@shared_task
def sweep_registrations():
    """End holds and offers whose time is over, and offer what is free."""
    registration_sweeps.sweep(now=timezone.now())


@shared_task
def remind_registered():
    """Owe the reminders and the online links of the coming days."""
    reminders.queue(now=timezone.now())
