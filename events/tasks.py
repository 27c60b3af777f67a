"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from events.actions import followers, kits, proposals, record_reminders


@shared_task
def look_after_records():
    """Remind whoever has to write notes, and let go of what nobody has proved and of kits for what is cancelled."""
    record_reminders.sweep(now=timezone.now())
    followers.sweep(now=timezone.now())
    proposals.sweep(now=timezone.now())
    kits.sweep(now=timezone.now())
