"""What a person tells us about themselves, kept under one rule: the latest word of somebody who may say it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.models import Person, Profile
from places.models import Neighborhood


@dataclass(frozen=True)
class Answers:
    """A whole profile as its owner has just filled it in."""

    interests: Iterable[int] = ()
    languages: Iterable[str] = ()
    availability: Iterable[int] = ()
    neighborhood: Neighborhood | None = None
    audience: str = Profile.Audience.RESIDENT
    department: str = ""
    may_ask: bool = False
    asks_a_week: int = 1


@dataclass(frozen=True)
class Wishes:
    """What somebody told us in passing; what they left out stays what it was."""

    interests: Iterable[int] = ()
    languages: Iterable[str] = ()
    availability: Iterable[int] = ()
    neighborhood_id: int | None = None


@transaction.atomic
def save(*, person: Person, answers: Answers, now: datetime) -> Profile:
    """Keep the whole profile. Agreeing to be asked is dated; the date stays while the answer stays yes, and goes with a no."""
    profile = _locked(person)
    profile.interests, profile.languages = sorted(set(answers.interests)), sorted(set(answers.languages))
    profile.availability = sorted(set(answers.availability))
    profile.audience = answers.audience
    profile.department = answers.department if answers.audience != Profile.Audience.RESIDENT else ""
    profile.asks_a_week = answers.asks_a_week
    profile.agreed_to_asks_at = (profile.agreed_to_asks_at or now) if answers.may_ask else None
    profile.save()
    _live_in(person, answers.neighborhood and answers.neighborhood.pk)
    Person.objects.filter(pk=person.pk).update(active_at=now)
    return profile


@transaction.atomic
def add(*, person: Person, wishes: Wishes) -> Profile:
    """Keep what somebody told us; an answer they left out changes nothing."""
    profile = _locked(person)
    profile.interests = sorted(set(wishes.interests)) or profile.interests
    profile.languages = sorted(set(wishes.languages)) or profile.languages
    profile.availability = sorted(set(wishes.availability)) or profile.availability
    profile.save()
    if wishes.neighborhood_id:
        _live_in(person, wishes.neighborhood_id)
    return profile


def _locked(person):
    """Return the person's profile, made when there is none, and locked."""
    Profile.objects.bulk_create([Profile(person=person, office_id=person.office_id)], ignore_conflicts=True)
    return Profile.objects.select_for_update().get(person=person)


def _live_in(person, neighborhood_id):
    person.neighborhood_id = neighborhood_id
    Person.objects.filter(pk=person.pk).exclude(neighborhood_id=neighborhood_id).update(neighborhood_id=neighborhood_id)
