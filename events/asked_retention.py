"""How long what people asked and said about an event is kept: words 12 months, at a sensitive event 30 days; names of speakers 30 days; the numbers stay."""

from datetime import datetime, timedelta

from django.db.models import Q

from events.models import AccommodationRequest, Feedback, Question, Speaker
from events.registration_retention import over_for_30_days, sensitive_and_over

KEPT = timedelta(days=365)
UNPROVED = timedelta(days=7)  # what was asked with an address nobody has confirmed
AT_A_TIME = 500
GONE = "—"  # the database asks for some text


def forget_old(*, now: datetime) -> int:
    """Drop all of it that is old enough; returns how many rows were touched. Safe to run twice."""
    return _unproved(now) + _words(now) + _speakers(now)


def _unproved(now):
    old = {"link__isnull": False, "created_at__lt": now - UNPROVED}
    return sum(model.objects.filter(**old).delete()[0] for model in (AccommodationRequest, Question))


def _words(now):
    is_old = Q(event__ends__lt=now - KEPT) | Q(event__in=sensitive_and_over(now))
    requests = AccommodationRequest.objects.filter(is_old).exclude(text="", reply="", worked_note="")
    dropped = AccommodationRequest.objects.filter(pk__in=requests.values("pk")).update(text="", reply="", worked_note="")
    questions = Question.objects.filter(is_old).exclude(text=GONE, declined_because="")
    dropped += Question.objects.filter(pk__in=questions.values("pk")).update(text=GONE, declined_because="")
    said = Feedback.objects.filter(event__ends__lt=now - KEPT).exclude(text="")
    return dropped + Feedback.objects.filter(pk__in=said.values("pk")).update(text="")


def _speakers(now):
    spoke = Speaker.objects.filter(over_for_30_days(now)).exclude(name=GONE, topic="", person=None)
    return Speaker.objects.filter(pk__in=spoke.values("pk")).update(name=GONE, topic="", person=None)
