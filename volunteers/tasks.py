"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from volunteers.actions import asks, imports, news, places, reminders, thanks


@shared_task
def sweep_places():
    """End holds and offers whose time is over, and offer what is free."""
    places.sweep(now=timezone.now())


@shared_task
def queue_reminders():
    """Owe the reminders of the coming days."""
    reminders.queue(now=timezone.now())


@shared_task
def close_asks():
    """Thank whoever was asked for a shift that is filled by now, and ask nobody any more for what is over."""
    asks.sweep(now=timezone.now())


@shared_task
def write_news():
    """Write to those who want to be kept posted, once a week at most."""
    news.sweep(now=timezone.now())


@shared_task
def thank_people():
    """Note the milestones people have reached, and owe the letters of thanks."""
    thanks.sweep(now=timezone.now())


@shared_task
def work_on_imports():
    """Look at the tables that staff brought, and import what they said yes to."""
    imports.sweep(now=timezone.now())
