"""Makers for asking: people who agreed to be asked, and a shift on a Saturday morning that is short of people."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from people import profiles
from people.models import Interest
from people.profiles import Answers
from places.models import Neighborhood
from tests import makers
from volunteers.models import Ask

BOSTON = ZoneInfo("America/New_York")


def saturday(weeks=1):
    """Return a Saturday at nine, one to two weeks from now."""
    today = timezone.localtime(timezone.now(), BOSTON).replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=(5 - today.weekday()) % 7 + 7 * weeks)


def area(slug="dorchester", lat=42.30, lng=-71.06):
    return Neighborhood.objects.update_or_create(slug=slug, defaults={"name": slug.title(), "lat": lat, "lng": lng})[0]


def interest(name="Food"):
    return Interest.objects.get_or_create(code=name.upper(), defaults={"name": name, "offered": True})[0]


def short_shift(*, places=2, starts=None, interests=(), languages=(), **more):
    """A role of a shift in Dorchester that wants these interests (names) and languages."""
    area()
    work = makers.opportunity(languages_wanted=list(languages))
    work.interests.set([interest(name) for name in interests])
    return makers.role(places=places, starts=starts or saturday(), of=work, **more)


def willing(name, *, free=(15,), interests=(), languages=(), lives="dorchester", may_ask=True, asks_a_week=1, asked=None, **changes):
    """A person who may be asked; `asked` is how many days ago that was last done."""
    email = changes.pop("email", f"{name.lower()}@example.org")
    person = makers.person(name, email, **changes)
    answers = Answers(
        interests=[interest(one).pk for one in interests], languages=languages, availability=free, neighborhood=area(lives) if lives == "dorchester" else lives,
        may_ask=may_ask, asks_a_week=asks_a_week,
    )  # fmt: skip
    profile = profiles.save(person=person, answers=answers, now=timezone.now() - timedelta(days=100))
    if asked is not None:
        asked_at = timezone.now() - timedelta(days=asked)
        Ask.objects.create(shift_role=short_shift(starts=timezone.now() + timedelta(days=40)), person=person, asked_at=asked_at)
        type(profile).objects.filter(pk=profile.pk).update(asked_at=asked_at)
    person.refresh_from_db()
    return person
