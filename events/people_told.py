"""Whom a change of an event concerns: who is coming or waits, and who asked for something that helps them take part. Questions only."""

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from bookings.models import State
from events.models import AccommodationRequest, Event, Registration

_ASKED = (AccommodationRequest.State.REQUESTED, AccommodationRequest.State.ARRANGING, AccommodationRequest.State.CONFIRMED)


def coming(event: Event) -> QuerySet[Registration]:
    """Return the open registrations whose owners are known to the office: who has not proved an address is told nothing yet."""
    return Registration.objects.filter(event=event, state__in=State.OPEN, link=None, person__forgotten_at=None)


def only_asked(event: Event) -> QuerySet[AccommodationRequest]:
    """Return one request of each person who asked for support and is not registered."""
    asked = AccommodationRequest.objects.proved().filter(event=event, state__in=_ASKED, person__forgotten_at=None)
    first = asked.exclude(person__in=coming(event).values("person")).order_by("person", "pk").distinct("person")
    return AccommodationRequest.objects.filter(pk__in=first.values("pk"))


def number(event: Event) -> int:
    """Return how many people a change concerns; two counts."""
    return coming(event).count() + only_asked(event).count()


def found_by(event: Event) -> list[QuerySet]:
    """Return what `mailing.letters.send_to_each` takes: a query for each way somebody belongs to an event."""
    return [for_letters(coming(event), F("language")), for_letters(only_asked(event), F("person__language"))]


def refs_of(event: Event) -> list[QuerySet]:
    """Return the refs of everything of this event that a letter can be about, as subqueries."""
    return [model.objects.filter(event=event).order_by().annotate(name=_ref(model)).values("name") for model in (Registration, AccommodationRequest)]


def for_letters(found: QuerySet, language: F) -> QuerySet:
    """Return records of persons as `mailing.letters.send_to_each` takes them; `language` is where theirs stands."""
    return found.annotate(about=_ref(found.model), in_language=language).values_list("person_id", "person__office_id", "about", "in_language")


def _ref(model):
    return Concat(Value(f"{model._meta.label_lower}:"), Cast("pk", CharField()))
