"""The roof's own bells."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from civic.health import LAST_TICK
from donations import retention as donations_retention
from events import asked_retention, registration_retention
from events.keeping import proposals as proposals_kept
from outreach.actions import subscriptions
from people import accounts
from people import retention as people_retention
from volunteers import retention as volunteers_retention


@shared_task
def tick():
    """Leave the time, so that /statusz can tell whether beat, broker and worker pass bells on."""
    cache.set(LAST_TICK, timezone.now().isoformat(), timeout=None)


@shared_task
def forget_people():
    """Keep what the privacy page says: forget people 24 months after their last activity, and accounts that belong to nobody any more."""
    people_retention.forget_inactive(now=timezone.now())
    accounts.remove_unused(now=timezone.now())


@shared_task
def forget_notes():
    """Keep what the privacy page says: notes, and who led by a link, go 12 months after the shift or the drive, what nobody has proved after a week."""
    donations_retention.forget_old(now=timezone.now())
    registration_retention.forget_old(now=timezone.now())
    proposals_kept.forget_old(now=timezone.now())
    asked_retention.forget_old(now=timezone.now())
    volunteers_retention.forget_notes(now=timezone.now())
    volunteers_retention.forget_leads(now=timezone.now())
    volunteers_retention.forget_unproved(now=timezone.now())
    volunteers_retention.forget_tries(now=timezone.now())
    subscriptions.forget_unproved(now=timezone.now())


@shared_task
def forget_sessions():
    """Forget what browsers held when their time is over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
