"""How long is kept who came: a year; who came to a sensitive event, who helped at the door, and whom we invited, 30 days."""

from datetime import datetime, timedelta

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from bookings.check_in import TRIES_KEPT
from events.models import DoorLink, DoorTry, Event, Invitation, Registration
from people.forgetting import forget
from people.models import Person

KEPT = timedelta(days=365)
SENSITIVE = timedelta(days=30)
AT_A_TIME = 500
NOBODY = {"name": "", "email": "", "phone": ""}
UNNAMED = {"name": "", "email": "", "words": ""}


def forget_old(*, now: datetime) -> int:
    """Drop all of it that is old enough; the numbers stay. Returns how many rows were touched."""
    is_old = Q(event__ends__lt=now - KEPT) | Q(event__in=sensitive_and_over(now))
    dropped = Registration.objects.filter(is_old).exclude(organization="").update(organization="")
    dropped += DoorLink.objects.filter(over_for_30_days(now)).exclude(**NOBODY).update(**NOBODY)
    dropped += Invitation.objects.filter(over_for_30_days(now)).exclude(**UNNAMED).update(**UNNAMED)
    DoorTry.objects.filter(tried_at__lt=now - TRIES_KEPT).delete()
    return dropped + _forget_who_is_known_for_them(now)


def over_for_30_days(now: datetime, of: str = "event__") -> Q:
    """Return what ended 30 days ago; an event whose new date is still to come keeps its people, but no longer than any event: a year."""
    return Q(**{f"{of}ends__lt": now - SENSITIVE}) & ~Q(**{f"{of}state": Event.State.POSTPONED, f"{of}ends__gte": now - KEPT})


def sensitive_and_over(now: datetime) -> QuerySet[Event]:
    """Return the sensitive events that ended 30 days ago, as above."""
    return Event.objects.filter(over_for_30_days(now, of=""), is_sensitive=True)


def _forget_who_is_known_for_them(now):
    """Whoever came, asked or followed is known for that event only, so nothing else of theirs goes with them."""
    refs = sensitive_and_over(now).annotate(own_ref=Concat(Value(f"{Event._meta.label_lower}:"), Cast("pk", CharField()))).values("own_ref")
    persons = Person.objects.known().exclude(apart="").filter(apart__in=refs).order_by("pk")[:AT_A_TIME]
    for person in persons:
        forget(person=person, now=now)
    return len(persons)
