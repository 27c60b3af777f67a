"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from donations.actions import pick_up_proofs


@shared_task
def sweep_pick_ups():
    """End pick-ups that nobody has confirmed in time."""
    pick_up_proofs.sweep(now=timezone.now())
