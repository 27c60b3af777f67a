"""What we promise beside every form: who was not active for 24 months is forgotten."""

from datetime import datetime, timedelta

from people.forgetting import forget
from people.models import Person
from people.things import things_of

KEPT = timedelta(days=730)  # 24 months after the last activity
AT_A_TIME = 500


def forget_inactive(*, now: datetime) -> int:
    """Forget people whose last activity is 24 months ago, unless something of theirs is still to come; returns how many."""
    forgotten = 0
    for person in Person.objects.known().filter(active_at__lt=now - KEPT).order_by("active_at")[:AT_A_TIME]:
        if any(thing.starts and thing.starts > now for thing in things_of([person])):
            continue
        forget(person=person, now=now)
        forgotten += 1
    return forgotten
