"""What we promise beside every form: who was not active for 24 months is forgotten."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet

from people.forgetting import forget
from people.models import Person
from people.things import things_of

logger = logging.getLogger(__name__)

KEPT = timedelta(days=730)  # 24 months after the last activity
AT_A_TIME = 500  # are looked at, and at most so many forgotten by one ring


def forget_inactive(*, now: datetime) -> int:
    """Forget people whose last activity is 24 months ago, unless something of theirs is still to come; returns how many."""
    forgotten = 0
    for person in _inactive(now):
        forgotten += _is_forgotten(person, now)
        if forgotten == AT_A_TIME:
            break
    return forgotten


def _inactive(now: datetime) -> Iterator[Person]:
    """In the order of ids: an index by activity would make every confirmation dearer, and those who are passed over stand in nobody's way."""
    last = 0
    while persons := list(_inactive_people(now).filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        yield from persons
        last = persons[-1].pk


def _inactive_people(now: datetime) -> QuerySet[Person]:
    return Person.objects.known().filter(active_at__lt=now - KEPT)


def _is_forgotten(person: Person, now: datetime) -> bool:
    try:
        if not _inactive_people(now).filter(pk=person.pk).exists():  # who came back while others were forgotten stays
            return False
        if any(thing.starts and thing.starts > now for thing in things_of([person])):
            return False
        forget(person=person, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # one person who cannot be forgotten must not keep the others
        logger.exception("A person could not be forgotten.")
        return False
    return True
