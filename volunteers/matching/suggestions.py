"""Suggestions: a few open shifts that fit a person, and why, in words."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.models import State
from languages import formats
from languages.content import SOURCE_LANGUAGE, translated
from languages.names import language_names
from people import availability
from people.models import Interest, Person, Profile
from volunteers.browsing.lists import opportunity_url
from volunteers.browsing.nearness import neighborhoods_near
from volunteers.matching import suggestion_query
from volunteers.models import Opportunity, SignUp

MOST = 5
LATEST = 10  # sign-ups that tell what somebody likes who has not said it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One open shift for one person, and why."""

    title: str
    lang: str
    url: str
    role_id: int
    when: str
    where: str
    reasons: str


@dataclass(frozen=True)
class Known:
    """What we know of a person that a shift can fit."""

    interests: list[int]
    languages: list[str]
    near: list[int]
    availability: list[int]


def for_person(person: Person, *, now, also=(), most=MOST) -> list[Suggestion]:
    """Return up to five open shifts with the reasons; never what the person is signed up for, never at the same time, never full or past.

    `also` holds the ids under which other offices know the same person.
    """
    known = known_of(person)
    found = suggestion_query.rows(
        persons=[person.pk, *also], interests=known.interests, languages=known.languages, near=known.near, availability=known.availability, now=now, most=most
    )
    return in_words(found, known) if found else []


def known_of(person):
    """Return what a person has told, else what their sign-ups tell; a handful of small queries."""
    profile = Profile.objects.filter(person=person).first() or Profile(person=person)
    spoken = profile.languages or [person.language]
    return Known(
        interests=profile.interests or _interests_of_sign_ups(person),
        languages=[code for code in spoken if code != SOURCE_LANGUAGE],  # everything is in English, so that it is no reason
        near=list(neighborhoods_near(person.neighborhood_id)) if person.neighborhood_id else [],
        availability=profile.availability,
    )


def _interests_of_sign_ups(person):
    latest = (
        SignUp.objects.filter(person=person, state__in=[*State.LIVE, State.WALK_IN]).order_by("-pk").values_list("shift_role__opportunity", flat=True)[:LATEST]
    )
    return sorted(set(Opportunity.interests.through.objects.filter(opportunity__in=list(latest)).values_list("interest", flat=True)))


def in_words(rows, known):
    """Return the rows as people read them, in the active language; constant queries."""
    language = get_language()
    records = [Opportunity(pk=row["opportunity_id"], title=row["title"]) for row in rows]
    titles = {record.pk: record.words.title for record in translated(records, language, ["title"])}
    wanted = Interest.objects.filter(pk__in={one for row in rows for one in row["interests"]})
    interests = {one.pk: one.words.name.text for one in translated(wanted, language, ["name"])}
    spoken = language_names()
    return [_suggestion(row, titles[row["opportunity_id"]], reasons(row, interests, spoken, known.availability)) for row in rows]


def _suggestion(row, title, why):
    zone = ZoneInfo(row["time_zone"])
    return Suggestion(
        title=title.text,
        lang=title.language if title.is_fallback else "",
        url=opportunity_url(row["slug"]),
        role_id=row["role_id"],
        when=formats.day_and_times(row["starts"].astimezone(zone), row["ends"].astimezone(zone)),
        where=row["place"],
        reasons=" · ".join(why),
    )


def reasons(row, interests, spoken, free):
    """Return why it fits: near, language, interest, time."""
    why = [_("near you")] if row["is_near"] else []
    why += [in_language(spoken[code]) for code in sorted(row["languages"]) if code in spoken]
    why += [interests[one] for one in sorted(row["interests"]) if one in interests][:2]
    return why + ([availability.in_words(min(row["slots"]))] if free else [])


def in_language(name):
    """Return “in Spanish”."""
    if get_language() != SOURCE_LANGUAGE:
        name = name[:1].lower() + name[1:]
    return _("in %(language)s") % {"language": name}
