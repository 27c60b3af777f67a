"""The volunteer work: 665 real descriptions, and a few of the second office."""

import re

from django.utils.text import slugify

from civic.seed.interests import interests_of
from civic.seed.source import chance, pick, rows
from people.models import PartnerOrganization
from volunteers.models import Opportunity

SOURCE = "NYC Service: Volunteer Opportunities, 2011"
FEATURED = [row["opportunity_id"] for row in rows("spanish_opportunities") if row["status"] == "verified"]
REMOTE_IDS = {"5539", "5538", "5541", "5254"}
REMOTE = re.compile(r"\bweb|website|online|virtual|e-mentor|social network|translator|logo design|graphic design|grant writer", re.IGNORECASE)
OPEN_ENDED = re.compile(r"intern\b|internship|board member|manager|director|mentor|coordinator|for professionals|secretary|advisor", re.IGNORECASE)
FAMILY = re.compile(r"famil|kids|clean.?up|plant|garden|festival|carnival|park day", re.IGNORECASE)
# Work that names another city is shown like all other, but not put first.
ELSEWHERE = re.compile(r"new york|nyc|brooklyn|queens|bronx|manhattan|harlem|staten|20\d\d", re.IGNORECASE)
SPEAKS = {"es": r"spanish|fiesta|museo", "zh-hant": r"chinese|chinatown", "ru": r"russian", "fr": r"french", "ht": r"creole|haiti", "ar": r"\barab"}
BRING = [
    (r"garden|plant|tree|park|trail|mulch|clean.?up|greenhouse", "Closed shoes and a bottle of water. We have gloves and tools."),
    (r"kitchen|food|pantry|soup|meal|lunch", "Closed shoes, and a hair tie if your hair is long. We have aprons and gloves."),
    (r"computer|data entry|database", "Nothing. A computer is there for you."),
    (r"child|kid|school|tutor|student", "A photo ID for the front desk."),
]
MOST_WEEKLY, MOST_ONCE, MOST_OPEN_ENDED = 12, 40, 20


def plant_work(office, second, interests, venues, carla):
    """Make all opportunities; return the list of (opportunity, source row, venue or None)."""
    partners = plant_partners(office)
    slugs = set()
    plan = [_planned(row, office, partners, venues, slugs) for row in rows("nyc_service_volunteer_opportunities_2011")]
    plan += [_planned_second(row, second, venues, slugs) for row in rows("second_office_opportunities")]
    Opportunity.objects.bulk_create([opportunity for opportunity, *_ in plan])
    _link_interests(plan, interests)
    _lead([opportunity for opportunity, row, _venue in plan if row["opportunity_id"] in FEATURED[:6]], carla)
    return plan


def plant_partners(office):
    names = sorted({one_line(row["org_title"]) for row in rows("nyc_service_volunteer_opportunities_2011")} - {""})
    made = PartnerOrganization.objects.bulk_create([PartnerOrganization(office=office, name=name, kind="nonprofit") for name in names])
    return {partner.name: partner for partner in made}


def one_line(text):
    """Return a text with its white space folded."""
    return " ".join(text.replace("[contact removed]", "our office").split())


def kind_of(row):
    """Tell whether the work is done from home, at times of one's own, or in shifts."""
    if row["opportunity_id"] in FEATURED and row["opportunity_id"] not in REMOTE_IDS:
        return Opportunity.Kind.SHIFTS
    if row["opportunity_id"] in REMOTE_IDS or (REMOTE.search(row["title"]) and row["recurrence_type"] == "ongoing"):
        return Opportunity.Kind.REMOTE
    if OPEN_ENDED.search(row["title"]) and row["recurrence_type"] == "ongoing":
        return Opportunity.Kind.OPEN_ENDED
    return Opportunity.Kind.SHIFTS


def places_of(row, kind):
    """Return how many places there are: what the source asks for, within what a room holds."""
    most = MOST_OPEN_ENDED if kind != Opportunity.Kind.SHIFTS else MOST_WEEKLY if row["recurrence_type"] == "ongoing" else MOST_ONCE
    return min(max(int(row.get("vol_requests") or row.get("places") or 1), 1), most)


def _planned(row, office, partners, venues, slugs):
    key, title = row["opportunity_id"], one_line(row["title"])[:150]
    words = f"{title} {row['summary']}"
    kind = kind_of(row)
    venue = None if kind == Opportunity.Kind.REMOTE else pick(venues, "venue", key)
    grown_up = "55+" in title or kind == Opportunity.Kind.OPEN_ENDED
    minimum_age = 55 if "55+" in title else pick([None, None, None, 16, 18], "age", key) if not grown_up else 18
    opportunity = Opportunity(
        office=office,
        partner=partners.get(one_line(row["org_title"])),
        title=title,
        slug=_slug(title, slugs),
        summary=one_line(row["summary"]),
        bring=_bring(words),
        kind=kind,
        state=Opportunity.State.PUBLISHED,
        languages_wanted=[code for code, pattern in SPEAKS.items() if re.search(pattern, words, re.IGNORECASE)] or (["es"] if chance(7, "es", key) else []),
        neighborhood=venue.neighborhood if venue else None,
        minimum_age=minimum_age,
        with_adult=minimum_age == 16,
        family_friendly=not grown_up and minimum_age is None and bool(FAMILY.search(words)),
        urgent=key in FEATURED[::4] or (row["is_priority"] == "y" and not ELSEWHERE.search(words) and chance(25, "urgent", key)),
        source=f"{SOURCE}, no. {key}",
    )
    return opportunity, row, venue


def _planned_second(row, office, venues, slugs):
    venue = pick([venue for venue in venues if venue.kind == "library branch"], "venue", row["opportunity_id"])
    opportunity = Opportunity(
        office=office,
        title=row["title"],
        slug=_slug(row["title"], slugs),
        summary=row["summary"],
        kind=Opportunity.Kind.SHIFTS,
        state=Opportunity.State.PUBLISHED,
        neighborhood=venue.neighborhood,
        languages_wanted=["es", "ht", "vi"] if row["interest"] == "TRANSLATION" else [],
        minimum_age=18,
        source="written for the demonstration",
    )
    return opportunity, row, venue


def _slug(title, slugs):
    base = slugify(title)[:150] or "opportunity"
    slug, count = base, 1
    while slug in slugs:
        count += 1
        slug = f"{base}-{count}"
    slugs.add(slug)
    return slug


def _bring(words):
    return next((text for pattern, text in BRING if re.search(pattern, words, re.IGNORECASE)), "")


def _link_interests(plan, interests):
    links = Opportunity.interests.through
    wanted = {
        (opportunity.id, interests[code].id) for opportunity, row, _venue in plan for code in ([row["interest"]] if "interest" in row else interests_of(row))
    }
    links.objects.bulk_create([links(opportunity_id=opportunity, interest_id=interest) for opportunity, interest in sorted(wanted)])


def _lead(opportunities, user):
    links = Opportunity.leads.through
    links.objects.bulk_create([links(opportunity_id=one.id, user_id=user.id) for one in opportunities])
