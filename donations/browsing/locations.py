"""Where things can be brought, as the page of a drive shows it: a list, and the same places on the map of the neighborhoods."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations import opening
from donations.models import DropOffLocation, LocationItem
from intake.phones import first_dialed
from intake.text import clean_line
from languages import formats
from languages.content import Words, translated
from places.city_map import city_map
from places.directions import address_in_words, directions_to, step_free_in_words
from places.near import Near, find, in_words, miles

MOST_NAMED = 12  # accepted items named beside a place
LONGEST_TYPED = 60
CLOSED_AHEAD = 3  # closed days to come that are told


@dataclass(frozen=True)
class Wanted:
    """What a visitor narrows the list down to: one item, near a place; and what we could not read."""

    item: int | None = None
    near: Near | None = None
    near_typed: str = ""
    notes: tuple = ()

    def __bool__(self):
        return bool(self.item or self.near)


@dataclass(frozen=True, slots=True)
class LocationLine:
    """One location as a visitor needs it; `number` stands on the map too, where it has a `spot` (x, y)."""

    number: int
    id: int
    name: str
    address: str
    directions: str
    step_free: str
    status: opening.Status
    hours: tuple
    closed_days: tuple  # pairs of a day in words and the reason (Words)
    accepts: tuple  # of Words; empty: everything
    more_accepts: str
    instructions: Words
    notes: tuple  # of Words
    phone: str  # as it is dialed
    wants_appointments: bool
    distance: str = ""
    spot: tuple | None = None


@dataclass(slots=True)
class Places:
    """The locations a visitor asked for, out of how many, and the map."""

    wanted: Wanted
    lines: list = field(default_factory=list)
    total: int = 0
    map: object = None

    @property
    def taking(self):
        """The locations that are named elsewhere, on paper and in posts: all but those that take nothing any more."""
        return [line for line in self.lines if line.status.state != opening.CLOSED]

    @property
    def marks(self):
        """The locations that have a spot on the map; those at one spot share a mark."""
        spots: dict[tuple, list[LocationLine]] = {}
        for line in self.lines:
            if line.spot:
                spots.setdefault(line.spot, []).append(line)
        return [{"x": x, "y": y, "first": lines[0], "numbers": ", ".join(str(line.number) for line in lines)} for (x, y), lines in spots.items()]


def read(query, needs) -> Wanted:
    """Return the filters in a query; whatever cannot be read is left out, with a note that says so."""
    notes = []
    item = query.get("item", "")[:20]
    known = {str(need.id): need.id for need in needs}
    if item and item not in known:
        notes.append(_("We do not know this item, so these are all places."))
    typed = clean_line(query.get("near", "")[: LONGEST_TYPED * 4])[:LONGEST_TYPED]
    near = find(typed, city_map().areas) if typed else None
    if typed and near is None:
        notes.append(_("We do not know the ZIP code or neighborhood “%(typed)s”. These are places all over the city.") % {"typed": typed})
    return Wanted(known.get(item), near, typed, tuple(notes))


def of_drive(drive, now: datetime):
    """Return the locations of a drive with all that `opening.status` reads at this moment: three queries."""
    found = DropOffLocation.objects.filter(drive=drive).select_related("venue__neighborhood").defer("venue__neighborhood__outline")
    found = list(found.order_by("order", "id"))
    opening.load_hours(found)
    opening.load_closures(found, now)
    for location in found:
        location.drive = drive
    return found


def build(drive, needs, wanted: Wanted, *, language: str, now: datetime) -> Places:
    """Return the locations that take what was asked for, nearest first where a place was named. A constant number of queries."""
    found = of_drive(drive, now)
    _put_words(found, language)
    taken = _accepted(found)
    chosen = [one for one in found if wanted.item is None or not taken[one.pk] or wanted.item in taken[one.pk]]
    distances = {one.pk: _distance(one, wanted.near) for one in chosen}
    if wanted.near:
        chosen.sort(key=lambda one: (distances[one.pk] is None, distances[one.pk], one.order, one.pk))
    names = {need.id: need.name for need in needs}
    drawing = city_map()
    lines = [_line(one, number, names, taken[one.pk], distances[one.pk], drawing, now) for number, one in enumerate(chosen, start=1)]
    return Places(wanted, lines, len(found), drawing if drawing.height else None)


def _put_words(found, language):
    translated(found, language)
    translated({one.venue_id: one.venue for one in found}.values(), language)
    translated([closed for one in found for closed in opening.closures_of(one)], language)


def _accepted(found):
    """{location id: the ids of the needs it takes}; nothing where it takes everything."""
    taken = defaultdict(set)
    for location, need in LocationItem.objects.filter(dropofflocation__in=[one.pk for one in found]).values_list("dropofflocation", "need"):
        taken[location].add(need)
    return taken


def point_of(venue):
    """Return (latitude, longitude) of a place, else of the middle of its neighborhood, or None."""
    for place in (venue, venue.neighborhood):
        if place is not None and place.lat is not None and place.lng is not None:
            return place.lat, place.lng
    return None


def _distance(location, near):
    point = point_of(location.venue)
    return miles(near.point, point) if near and point else None


def _line(location, number, names, taken, distance, drawing, now):
    venue = location.venue
    accepts = [name for need, name in names.items() if need in taken]
    more = len(accepts) - MOST_NAMED
    point = point_of(venue)
    return LocationLine(
        number=number,
        id=location.pk,
        name=venue.name,
        address=address_in_words(venue),
        directions=directions_to(venue),
        step_free=step_free_in_words(venue),
        status=opening.status(location, now),
        hours=tuple(opening.weekly(location)),
        closed_days=tuple(_closed_days(location, now)),
        accepts=tuple(accepts[:MOST_NAMED]),
        more_accepts=ngettext("and %(n)s more item", "and %(n)s more items", more) % {"n": more} if more > 0 else "",
        instructions=location.words.instructions,
        notes=tuple(words for words in venue.words.values() if words),
        phone=first_dialed(location.contact_phone, location.drive.contact_phone, location.drive.office.phone),
        wants_appointments=location.wants_appointments,
        distance=in_words(distance) if distance is not None else "",
        spot=drawing.place(point) if point else None,
    )


def _closed_days(location, now):
    today = now.astimezone(location.drive.zone).date()
    coming = sorted((one for one in opening.closures_of(location) if one.day > today), key=lambda one: one.day)
    return [(formats.weekday_date(one.day), opening.reason_of(one)) for one in coming[:CLOSED_AHEAD]]
