"""Who may be written to about a topic: whoever agreed and can be reached, one letter for each address."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from outreach.models import Preferences, Subscription, Topic
from people.models import Office, Person


def reachable(office: Office, topic: Topic, now: datetime) -> QuerySet[Person]:
    """Return the people who get letters to many about a topic: the lowest person of each address; one query."""
    return one_per_address(candidates(office, topic, now))


def candidates(office: Office, topic: Topic, now: datetime) -> QuerySet[Person]:
    """Return everybody who agreed to letters about an open topic and can be reached by email, however many share an address."""
    if not topic.is_open:
        return Person.objects.none()
    standing = Subscription.objects.standing().filter(person=OuterRef("pk"), topic=topic)
    return Person.objects.filter(by_email(), Exists(standing), ~paused(now), office=office, apart="", forgotten_at=None)


def hearing(office: Office, now: datetime) -> QuerySet[Person]:
    """Return the people who get letters to many about any open topic of an office: what a segment is counted over."""
    standing = Subscription.objects.standing().filter(person=OuterRef("pk"), topic__office=office, topic__is_open=True)
    return one_per_address(Person.objects.filter(by_email(), Exists(standing), ~paused(now), office=office, apart="", forgotten_at=None))


def one_per_address(people: QuerySet[Person]) -> QuerySet[Person]:
    """Keep one person of each address, the one known longest: a household gets one letter."""
    return Person.objects.filter(pk__in=people.order_by("email", "pk").distinct("email").values("pk"))


def by_email() -> Q:
    """The condition that letters go to a person by email, and are not refused there (people.models.Person.is_reached_by_email)."""
    return ~Q(email="") & Q(email_refused_at=None, channel=Person.Channel.EMAIL)


def paused(now: datetime) -> Exists:
    """The condition that a person wants no letters to many before some later day, on the clock of the city."""
    return Exists(Preferences.objects.filter(person=OuterRef("pk"), paused_until__gt=timezone.localdate(now)))
