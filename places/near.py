"""What is near: a point by a ZIP code or a neighborhood's name, distances in miles, and how they are told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from places.models import ZipCode

EARTH_RADIUS = 3958.8  # miles
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:-\d{4})?(?!\d)")


@dataclass(frozen=True)
class Near:
    """A point to look around, by the name the visitor gave it."""

    key: str
    name: str
    point: tuple


def find(typed: str, neighborhoods: Iterable[Any]) -> Near | None:
    """Return the point of the ZIP code or neighborhood that somebody typed, or None.

    `neighborhoods` have a `key` (the slug), a `name` and a `point` (latitude, longitude; empty where it is not known).
    """
    return _zip(typed) or _named(typed, list(neighborhoods))


def _zip(typed):
    """The five digits, wherever they stand in what was typed."""
    match = _ZIP.search(typed)
    row = match and ZipCode.objects.filter(zip=match[1]).exclude(lat=None).exclude(lng=None).values_list("lat", "lng").first()
    return Near(match[1], match[1], tuple(row)) if row else None


def _named(typed, neighborhoods):
    """The neighborhood, or the longest name of one among what was typed: “dorchester ma”."""
    slug = slugify(typed)
    among = [one for one in neighborhoods if f"-{one.key}-" in f"-{slug}-"]
    found = max(among, key=lambda one: len(one.key), default=None)
    return Near(found.key, found.name, found.point) if found and found.point else None


def miles(one: tuple, other: tuple) -> float:
    """Return the distance of two points (latitude, longitude in degrees) in miles, on a sphere (haversine formula)."""
    lat1, lng1, lat2, lng2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(half))


def in_words(distance: float) -> str:
    """Return a distance in miles as it is told: “very near”, “1.2 miles away”."""
    if distance < 0.15:
        return _("very near")
    return _("%(miles)s miles away") % {"miles": _tenths(round(distance, 1))}


@lru_cache(maxsize=64)
def _tenths(distance):
    return f"{distance:.1f}"
