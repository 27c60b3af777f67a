"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from donations.actions import arrangements, drives, pick_up_proofs, pick_up_reminders, reminders, rerouting, scheduling, sweeps


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
    """Owe the reminders of the coming evening, and tell whom a closed place concerns by now."""
    reminders.queue(now=timezone.now())
    rerouting.sweep(now=timezone.now())


@shared_task
def sweep_pick_ups():
    """End pick-ups that nobody has confirmed in time, let go of times nobody agreed on, and owe drivers their links."""
    pick_up_proofs.sweep(now=timezone.now())
    scheduling.sweep(now=timezone.now())
    pick_up_reminders.owe_links(now=timezone.now())


@shared_task
def remind_of_pick_ups():
    """Owe the reminders of the coming day."""
    pick_up_reminders.queue(now=timezone.now())
