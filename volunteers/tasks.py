"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from volunteers.actions import places, reminders, thanks


@shared_task
def sweep_places():
    """End holds and offers whose time is over, and offer what is free."""
    places.sweep(now=timezone.now())


@shared_task
def queue_reminders():
    """Owe the reminders of the coming days."""
    reminders.queue(now=timezone.now())


@shared_task
def thank_people():
    """Note the milestones people have reached, and owe the letters of thanks."""
    thanks.sweep(now=timezone.now())
