"""The right twelve: whom to ask for a shift that is short of people, and why, in words."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages import formats
from languages.content import translated
from languages.names import language_names
from people import availability
from people.models import Interest, Person
from volunteers.browsing.nearness import neighborhoods_near
from volunteers.matching import twelve_query
from volunteers.matching.suggestions import in_language
from volunteers.models import ShiftRole

TWELVE, MOST = 12, 50


@dataclass(frozen=True)
class Candidate:
    """One person who may be asked, and why."""

    person: Person
    reasons: str
    asked: str


def wanted_for(role: ShiftRole, *, far=False, anybody=False) -> twelve_query.Wanted:
    """Return what a role's shift asks of people. Where nobody knows the place, everywhere is near. A few small queries."""
    shift, opportunity = role.shift, role.opportunity
    near = _near(shift.venue, opportunity.neighborhood_id)
    return twelve_query.Wanted(
        office=opportunity.office_id, shift=shift.pk, starts=shift.starts, ends=shift.ends, near=near, far=far or not near, anybody=anybody,
        slots=availability.slots_between(shift.local_starts, shift.local_ends),
        interests=sorted(opportunity.interests.values_list("pk", flat=True)), languages=sorted(opportunity.languages_wanted),
    )  # fmt: skip


def _near(venue, fallback):
    if venue is None:
        return neighborhoods_near(fallback) if fallback else {}
    point = (venue.lat, venue.lng) if venue.lat is not None and venue.lng is not None else None
    home = venue.neighborhood_id or fallback
    return neighborhoods_near(home, point) if home or point else {}


def candidates(wanted: twelve_query.Wanted, *, now, most=TWELVE) -> list[Candidate]:
    """Return the people to ask, least recently asked first; constant queries."""
    rows = twelve_query.rows(wanted, now=now, most=most)
    persons = Person.objects.select_related("neighborhood").defer("neighborhood__outline").in_bulk([row["person_id"] for row in rows])
    found = Interest.objects.filter(pk__in={one for row in rows for one in row["interests"]})
    interests = {one.pk: one.words.name.text for one in translated(found, get_language(), ["name"])}
    spoken, free = language_names(), availability.in_words(wanted.slots[0])
    return [
        Candidate(persons[row["person_id"]], " · ".join(_reasons(row, persons[row["person_id"]], interests, spoken, free)), _asked(row["asked_at"]))
        for row in rows
    ]


def _reasons(row, person, interests, spoken, free):
    why = [interests[one] for one in sorted(row["interests"]) if one in interests][:3]
    why += [in_language(spoken.get(code, code)) for code in sorted(row["languages"])]
    if person.neighborhood and row["miles"] is not None:
        why.append(_("lives in %(place)s, %(miles)s miles away") % {"place": person.neighborhood.name, "miles": f"{row['miles']:.1f}"})
    elif person.neighborhood:
        why.append(_("lives in %(place)s") % {"place": person.neighborhood.name})
    return [*why, _("free on %(times)s") % {"times": free}]


def _asked(asked_at):
    return _("last asked on %(day)s") % {"day": formats.weekday_date(asked_at)} if asked_at else _("never asked before")


def still_right(wanted: twelve_query.Wanted, persons: list[int], *, now) -> list[int]:
    """Return those of the persons (ids) who may still be asked: agreed, free, within their limit, neither asked nor on the shift."""
    anywhere = replace(wanted, far=True, anybody=True)
    return [row["person_id"] for row in twelve_query.rows(anywhere, now=now, most=len(persons), only=persons)] if persons else []
