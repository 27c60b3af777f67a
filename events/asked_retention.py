"""How long what people asked and said about an event is kept: words 12 months, at a sensitive event 30 days; names of speakers 30 days; the numbers stay."""

from datetime import datetime, timedelta

from django.db.models import Q

from events.models import AccommodationRequest, Feedback, Question, Speaker
from people.forgetting import forget
from people.models import Person

KEPT = timedelta(days=365)
BRIEFLY = timedelta(days=30)
UNPROVED = timedelta(days=7)  # what was asked with an address nobody has confirmed
AT_A_TIME = 500
GONE = "—"  # the database asks for some text


def forget_old(*, now: datetime) -> int:
    """Drop all of it that is old enough; returns how many rows were touched. Safe to run twice."""
    return _unproved(now) + _words(now) + _speakers(now) + _who_asked_at_sensitive_events(now)


def _unproved(now):
    old = {"link__isnull": False, "created_at__lt": now - UNPROVED}
    return sum(model.objects.filter(**old).delete()[0] for model in (AccommodationRequest, Question))


def _words(now):
    is_old = Q(event__ends__lt=now - KEPT) | Q(event__is_sensitive=True, event__ends__lt=now - BRIEFLY)
    requests = AccommodationRequest.objects.filter(is_old).exclude(text="", reply="", worked_note="")
    dropped = AccommodationRequest.objects.filter(pk__in=requests.values("pk")).update(text="", reply="", worked_note="")
    questions = Question.objects.filter(is_old).exclude(text=GONE, declined_because="")
    dropped += Question.objects.filter(pk__in=questions.values("pk")).update(text=GONE, declined_because="")
    said = Feedback.objects.filter(event__ends__lt=now - KEPT).exclude(text="")
    return dropped + Feedback.objects.filter(pk__in=said.values("pk")).update(text="")


def _speakers(now):
    spoke = Speaker.objects.filter(event__ends__lt=now - BRIEFLY).exclude(name=GONE, topic="", person=None)
    return Speaker.objects.filter(pk__in=spoke.values("pk")).update(name=GONE, topic="", person=None)


def _who_asked_at_sensitive_events(now):
    """They are known for that event only, so nothing else of theirs goes with them."""
    over = {"event__is_sensitive": True, "event__ends__lt": now - BRIEFLY, "person__isnull": False}
    asked = [model.objects.filter(**over).values("person") for model in (AccommodationRequest, Question)]
    persons = Person.objects.known().exclude(apart="").filter(Q(pk__in=asked[0]) | Q(pk__in=asked[1])).order_by("pk")[:AT_A_TIME]
    for person in persons:
        forget(person=person, now=now)
    return len(persons)
