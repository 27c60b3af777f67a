"""The city as one drawing: an area for each neighborhood with an outline, kept in the process for a minute."""

import time
from dataclasses import dataclass

from places.models import Neighborhood
from places.outlines import drawn

KEPT_SECONDS = 60
_kept = []


@dataclass(frozen=True, slots=True)
class Area:
    """One neighborhood; `path` is empty where there is no outline."""

    id: int
    name: str
    slug: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class CityMap:
    """All neighborhoods by name, and the size of the drawing (0 when none has an outline)."""

    width: int
    height: int
    areas: tuple


def city_map():
    """Return the map as it was at most a minute ago."""
    if not _kept or time.monotonic() - _kept[0][0] > KEPT_SECONDS:
        _kept[:] = [(time.monotonic(), _draw())]
    return _kept[0][1]


def forget():
    """Draw again at the next page: the neighborhoods changed in this process."""
    _kept.clear()


def _draw():
    rows = list(Neighborhood.objects.values_list("id", "name", "slug", "outline"))
    outlined = [outline for *_words, outline in rows if outline]
    width, height, paths = drawn(outlined) if outlined else (0, 0, [])
    path = iter(paths)
    return CityMap(width, height, tuple(Area(id, name, slug, next(path) if outline else "") for id, name, slug, outline in rows))
