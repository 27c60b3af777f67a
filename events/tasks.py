"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from events.actions import accommodation_sweeps, followers, kits, proposals, record_reminders, registration_sweeps, reminders


@shared_task
def sweep_registrations():
    """End holds and offers whose time is over, and offer what is free."""
    registration_sweeps.sweep(now=timezone.now())


@shared_task
def remind_registered():
    """Owe the reminders and the online links of the coming days."""
    reminders.queue(now=timezone.now())


@shared_task
def look_after_records():
    """Remind whoever has to write notes, and let go of what nobody has proved and of kits for what is cancelled."""
    record_reminders.sweep(now=timezone.now())
    followers.sweep(now=timezone.now())
    proposals.sweep(now=timezone.now())
    kits.sweep(now=timezone.now())


@shared_task
def ask_whether_support_worked():
    """Owe “did it work?” the morning after to everybody who was promised something."""
    accommodation_sweeps.ask_whether_it_worked(now=timezone.now())
