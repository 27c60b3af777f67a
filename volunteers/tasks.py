"""What runs by the clock: each takes nothing, calls a verb, ends, and may run twice."""

from celery import shared_task
from django.utils import timezone

from volunteers.actions import answers, asks, evening, holds, imports, news, notices, places, reminders, requests, thanks


@shared_task
def sweep_places():
    """Release places kept long enough, confirm what is clear by now, end holds and offers whose time is over, and offer what is free."""
    holds.sweep(now=timezone.now())
    requests.sweep(now=timezone.now())
    places.sweep(now=timezone.now())


@shared_task
def queue_reminders():
    """Owe the reminders of the coming days."""
    reminders.queue(now=timezone.now())


@shared_task
def tell_changes():
    """Tell people what has changed, ten minutes after the first edit; forget questions nobody answered, and call who has not said whether they come."""
    now = timezone.now()
    notices.sweep(now=now)
    notices.tidy(now=now)
    answers.call_for(now=now)


@shared_task
def write_evening_letters():
    """In the evening, write to staff whose own shifts are short of people."""
    evening.write(now=timezone.now())


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
