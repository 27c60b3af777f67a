"""What the public lists show: a page of cards in a reader's language, in a constant number of queries, whatever lies behind."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from math import cos, radians
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from intake.asked import Cursor
from languages import formats
from languages.content import SOURCE_LANGUAGE, words_of
from people.options import options
from places.models import Venue
from places.near import in_words, miles
from volunteers.browsing import card_query
from volunteers.models import Opportunity

PAGE = 20
NEAR_MILES = 2
MILE_IN_DEGREES = 1 / 69  # of latitude
COLUMNS = card_query.COLUMNS


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
    rows = card_query.rows(filters, venues=None if around is None else list(around), language=language, now=now, size=size + 1)
    more, rows = len(rows) > size, rows[:size]
    cards = _all_shown(rows, language, now, around)
    return Page(cards, Cursor(rows[-1]["starts"], rows[-1]["id"]) if more else None)


def shown(rows, *, language, now):
    """Return cards (dictionaries of COLUMNS) as a page shows them: two queries for the whole list, one in English."""
    return _all_shown(card_query.with_places(rows, now), language, now, None)


def _all_shown(rows, language, now, distances):
    titles, known = _titles(rows, language), options(language)
    return [_shown(row, titles[row["opportunity_id"]], known, now, distances) for row in rows]


def _titles(rows, language):
    if language == SOURCE_LANGUAGE:
        return {row["opportunity_id"]: (row["title"], "") for row in rows}
    titles = {pk: words.title for pk, words in words_of(Opportunity, {row["opportunity_id"]: {"title": row["title"]} for row in rows}, language).items()}
    return {pk: (title.text, title.language if title.is_fallback else "") for pk, title in titles.items()}


def _shown(row, title, known, now, distances):
    is_counted = row["places"] is not None and not row["any_number"] and not row["cancelled"]
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
        has_begun=row["any_number"] is None and row["starts"] is not None and row["starts"] <= now,
        places=row["places"] if is_counted else None,
        left=max(0, row["places_left"]) if is_counted else None,
        any_number=bool(row["any_number"]) and not row["cancelled"],
        distance=in_words(distances[row["venue_id"]]) if distances else "",
    )


def opportunity_url(slug):
    """Return the address of an opportunity in the active language."""
    return f"{_list_url(get_language())}{slug}/"


@lru_cache(maxsize=32)
def _list_url(language):
    return reverse("volunteers:list")


def _when(row):
    if row["day"] is None:
        return _("When it suits you")
    times = _times(get_language(), row["starts"], row["ends"], row["time_zone"], timezone.localdate())
    if row["shifts"] == 1:
        return times
    shifts = ngettext("%(count)s shift", "%(count)s shifts", row["shifts"]) % {"count": row["shifts"]}
    return f"{times} · {shifts}"


@lru_cache(maxsize=4096)
def _times(language, starts, ends, time_zone, today):
    """Return the day and times in the active language, which is part of what is kept; many cards share them."""
    zone = ZoneInfo(time_zone)
    return formats.day_and_times(starts.astimezone(zone), ends.astimezone(zone), today=today)


def _venues_near(near):
    """Return the distance in miles of every venue within two miles."""
    lat, lng = near.point
    high = NEAR_MILES * MILE_IN_DEGREES
    wide = high / max(0.1, cos(radians(lat)))
    box = Venue.objects.filter(lat__range=(lat - high, lat + high), lng__range=(lng - wide, lng + wide))
    found = {id: miles((lat, lng), point) for id, *point in box.values_list("id", "lat", "lng")}
    return {id: distance for id, distance in found.items() if distance <= NEAR_MILES}
