"""How long is kept who came: a year; who came to a sensitive event, and who helped at the door, 30 days."""

from datetime import datetime, timedelta

from django.db.models import Q

from events.models import DoorLink, Registration
from people.forgetting import forget
from people.models import Person

KEPT = timedelta(days=365)
SENSITIVE = timedelta(days=30)
AT_A_TIME = 500
NOBODY = {"name": "", "email": "", "phone": ""}


def forget_old(*, now: datetime) -> int:
    """Drop all of it that is old enough; the numbers stay. Returns how many rows were touched."""
    is_old = Q(event__ends__lt=now - KEPT) | Q(event__is_sensitive=True, event__ends__lt=now - SENSITIVE)
    dropped = Registration.objects.filter(is_old).exclude(organization="").update(organization="")
    dropped += DoorLink.objects.filter(event__ends__lt=now - SENSITIVE).exclude(**NOBODY).update(**NOBODY)
    return dropped + _forget_who_came_to_sensitive_events(now)


def _forget_who_came_to_sensitive_events(now):
    """They are known for that event only, so nothing else of theirs goes with them."""
    over = Registration.objects.filter(event__is_sensitive=True, event__ends__lt=now - SENSITIVE).values("person")
    persons = Person.objects.known().exclude(apart="").filter(pk__in=over).order_by("pk")[:AT_A_TIME]
    for person in persons:
        forget(person=person, now=now)
    return len(persons)
