"""What the public lists show: a page of cards in a reader's language, in a constant number of queries, whatever lies behind."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from languages import formats
from languages.content import SOURCE_LANGUAGE, translated
from places.models import Venue
from volunteers.filters import Cursor
from volunteers.models import Card, Opportunity
from volunteers.options import options

PAGE = 20
NEAR_MILES = 2
MILE_IN_DEGREES = 1 / 69  # of latitude
COLUMNS = (
    "id", "opportunity_id", "day", "starts", "ends", "time_zone", "shifts", "neighborhood_id", "venue_id", "place", "title", "slug", "remote",
    "family_friendly", "step_free", "urgent", "has_room", "cancelled",
)  # fmt: skip

# Of the shifts that are still to come on each card's day: places in all, places left, and whether any number may come.
PLACES = """
SELECT c.id, sum(r.capacity), sum(r.capacity - r.taken - r.reserved), bool_or(r.capacity IS NULL)
FROM volunteers_card c
JOIN volunteers_shift s ON s.opportunity_id = c.opportunity_id AND s.starts >= c.starts AND s.starts < c.ends
JOIN volunteers_shiftrole r ON r.shift_id = s.id
WHERE c.id = ANY(%(cards)s) AND s.cancelled_at IS NULL AND s.starts > %(now)s
GROUP BY c.id
UNION ALL
SELECT c.id, sum(r.capacity), sum(r.capacity - r.taken - r.reserved), bool_or(r.capacity IS NULL)
FROM volunteers_card c JOIN volunteers_shiftrole r ON r.opportunity_id = c.opportunity_id AND r.shift_id IS NULL
WHERE c.id = ANY(%(dateless)s)
GROUP BY c.id
"""


@dataclass(slots=True)
class Shown:
    """A card as a page shows it: sentences and numbers, nothing to look up."""

    id: int
    url: str
    title: str
    lang: str
    day: object
    starts: datetime | None
    when: str
    place: str
    neighborhood: str
    cancelled: bool
    urgent: bool
    remote: bool
    family_friendly: bool
    step_free: bool
    has_begun: bool = False
    places: int | None = None
    left: int | None = None
    any_number: bool = False
    distance: str = ""


@dataclass(slots=True)
class Page:
    """One page of a list."""

    cards: list = field(default_factory=list)
    next: Cursor | None = None

    @property
    def days(self):
        """The cards by day, in order: pairs of a heading and its cards; work without a day comes last."""
        return [(formats.weekday_date(day) if day else _("On your own time"), list(cards)) for day, cards in groupby(self.cards, key=lambda card: card.day)]


def page(filters, *, language, now, size=PAGE):
    """Return the page of cards that the filters ask for."""
    around = _venues_near(filters.near) if filters.near else None
    rows = _rows(filters, around, language, now, size + 1)
    more, rows = len(rows) > size, rows[:size]
    cards = shown(rows, language=language, now=now, distances=around)
    return Page(cards, Cursor(rows[-1]["starts"], rows[-1]["id"]) if more else None)


def shown(rows, *, language, now, distances=None):
    """Return cards (values of COLUMNS) as a page shows them: two queries for the whole list, one in English."""
    titles = _titles(rows, language)
    places = _places(rows, now)
    known = options(language)
    return [_shown(row, titles[row["opportunity_id"]], places.get(row["id"]), known, now, distances) for row in rows]


def _rows(filters, around, language, now, size):
    cards, cursor = _filtered(filters, around, language), filters.cursor
    dateless = cards.dateless()
    if cursor and not cursor.starts:
        return list(dateless.filter(id__gt=cursor.id).values(*COLUMNS)[:size])
    dated = cards.dated(now).between(*filters.starts_between())
    dated = (dated.after(cursor.starts, cursor.id) if cursor else dated).values(*COLUMNS)[:size]
    if filters.has_dates:
        return list(dated)
    # One query: the second part is not even begun when the first one fills the page.
    return list(dated.union(dateless.values(*COLUMNS)[:size], all=True)[:size])


def _filtered(filters, around, language):
    cards = Card.objects.found_by(filters.text, language) if filters.text else Card.objects.all()
    if filters.neighborhood:
        cards = cards.filter(neighborhood=filters.neighborhood.id)
    if filters.interest:
        cards = cards.filter(interests__contains=[filters.interest.id])
    if filters.language:
        cards = cards.filter(languages__contains=[filters.language.id])
    if around is not None:
        cards = cards.filter(venue__in=list(around))
    switches = {"remote": "remote", "family": "family_friendly", "step_free": "step_free"}
    cards = cards.filter(**{column: True for name, column in switches.items() if getattr(filters, name)})
    return cards.open() if filters.open else cards


def _titles(rows, language):
    if language == SOURCE_LANGUAGE:
        return {row["opportunity_id"]: (row["title"], "") for row in rows}
    records = [Opportunity(pk=row["opportunity_id"], title=row["title"]) for row in rows]
    words = {record.pk: record.words.title for record in translated(records, language, ["title"])}
    return {id: (title.text, title.language if title.is_fallback else "") for id, title in words.items()}


def _places(rows, now):
    if not rows:
        return {}
    dateless = [row["id"] for row in rows if row["day"] is None]
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"cards": [row["id"] for row in rows], "dateless": dateless, "now": now})
        return {id: counts for id, *counts in cursor.fetchall()}


def _shown(row, title, places, known, now, distances):
    capacity, left, any_number = places or (None, None, False)
    counted = places is not None and not any_number and not row["cancelled"]
    return Shown(
        id=row["id"],
        url=opportunity_url(row["slug"]),
        title=title[0],
        lang=title[1],
        day=row["day"],
        starts=row["starts"],
        when=_when(row),
        place=row["place"],
        neighborhood=known.neighborhood_name(row["neighborhood_id"]),
        cancelled=row["cancelled"],
        urgent=row["urgent"],
        remote=row["remote"],
        family_friendly=row["family_friendly"],
        step_free=row["step_free"],
        has_begun=places is None and row["starts"] is not None and row["starts"] <= now,
        places=capacity if counted else None,
        left=max(0, left) if counted else None,
        any_number=any_number and not row["cancelled"],
        distance=_distance_words(distances[row["venue_id"]]) if distances else "",
    )


def opportunity_url(slug):
    """Return the address of an opportunity in the active language."""
    return reverse("volunteers:opportunity", args=[slug])


def _when(row):
    if row["day"] is None:
        return _("When it suits you")
    zone = ZoneInfo(row["time_zone"])
    times = formats.day_and_times(row["starts"].astimezone(zone), row["ends"].astimezone(zone))
    if row["shifts"] == 1:
        return times
    shifts = ngettext("%(count)s shift", "%(count)s shifts", row["shifts"]) % {"count": row["shifts"]}
    return f"{times} · {shifts}"


def _venues_near(near):
    """Return the distance in miles of every venue within two miles."""
    lat, lng = near.point
    high = NEAR_MILES * MILE_IN_DEGREES
    wide = high / max(0.1, cos(radians(lat)))
    box = Venue.objects.filter(lat__range=(lat - high, lat + high), lng__range=(lng - wide, lng + wide))
    found = {id: miles((lat, lng), point) for id, *point in box.values_list("id", "lat", "lng")}
    return {id: distance for id, distance in found.items() if distance <= NEAR_MILES}


def miles(one, other):
    """Return the distance of two points (latitude, longitude in degrees) in miles, on a sphere (haversine formula)."""
    lat1, lng1, lat2, lng2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * 3958.8 * asin(sqrt(half))


@lru_cache(maxsize=64)
def _tenths(distance):
    return f"{distance:.1f}"


def _distance_words(distance):
    if distance < 0.15:
        return _("very near")
    return _("%(miles)s miles away") % {"miles": _tenths(round(distance, 1))}
