"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from events.actions import accommodation_sweeps


@shared_task
def ask_whether_support_worked():
    """Owe “did it work?” the morning after to everybody who was promised something."""
    accommodation_sweeps.ask_whether_it_worked(now=timezone.now())
