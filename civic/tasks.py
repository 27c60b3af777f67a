"""The roof's own bells."""

import logging

from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from civic.health import LAST_TICK
from donations import retention as donations_retention
from events import asked_retention, registration_retention
from events.keeping import proposals as proposals_kept
from outreach.actions import subscriptions
from people import accounts
from people import retention as people_retention
from volunteers import retention as volunteers_retention

logger = logging.getLogger(__name__)


@shared_task
def tick():
    """Leave the time, so that /statusz can tell whether beat, broker and worker pass bells on."""
    cache.set(LAST_TICK, timezone.now().isoformat(), timeout=None)


PEOPLE = [people_retention.forget_inactive, accounts.remove_unused]
NOTES = [
    donations_retention.forget_old,
    registration_retention.forget_old,
    proposals_kept.forget_old,
    asked_retention.forget_old,
    volunteers_retention.forget_notes,
    volunteers_retention.forget_leads,
    volunteers_retention.forget_unproved,
    volunteers_retention.forget_tries,
    subscriptions.forget_unproved,
]


@shared_task
def forget_people():
    """Keep what the privacy page says: forget people 24 months after their last activity, and accounts that belong to nobody any more."""
    _take_each(PEOPLE)


@shared_task
def forget_notes():
    """Keep what the privacy page says: notes, and who led by a link, go 12 months after the shift or the drive, what nobody has proved after a week."""
    _take_each(NOTES)


def _take_each(steps):
    """Take every step, also after one that failed; what failed first is raised at the end, so that it is seen."""
    failures = []
    for step in steps:
        try:
            step(now=timezone.now())
        except Exception as trouble:  # one step that fails must not keep the others
            if not connection.is_usable():
                raise
            logger.exception("%s.%s failed.", step.__module__, step.__name__)
            failures.append(trouble)
    if failures:
        raise failures[0]


@shared_task
def forget_sessions():
    """Forget what browsers held when their time is over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
