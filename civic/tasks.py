"""The roof's own bells."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from civic.health import LAST_TICK
from people.retention import forget_inactive
from volunteers.retention import forget_notes


@shared_task
def tick():
    """Leave the time, so that /statusz can tell whether beat, broker and worker pass bells on."""
    cache.set(LAST_TICK, timezone.now().isoformat(), timeout=None)


@shared_task
def forget_the_past():
    """Keep what the privacy page says: forget people after 24 months, and sessions when they are over."""
    forget_inactive(now=timezone.now())
    forget_notes(now=timezone.now())
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
