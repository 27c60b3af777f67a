"""The city as one drawing: an area for each neighborhood with an outline, kept in the process for a minute."""

import time
from dataclasses import dataclass

from places.models import Neighborhood
from places.outlines import Grid, drawn

KEPT_SECONDS = 60
_kept = []


@dataclass(frozen=True, slots=True)
class Area:
    """One neighborhood; `path` is empty where there is no outline, `point` (latitude, longitude) where its middle is not known."""

    id: int
    name: str
    slug: str
    path: str = ""
    point: tuple = ()

    @property
    def key(self):
        """How an address names it."""
        return self.slug


@dataclass(frozen=True, slots=True)
class CityMap:
    """All neighborhoods by name, and the size of the drawing (0 when none has an outline)."""

    width: int
    height: int
    areas: tuple
    grid: Grid | None = None

    def place(self, point):
        """Return (x, y) of a point (latitude, longitude) on the drawing, or None when it lies outside of it."""
        if self.grid is None:
            return None
        x, y = self.grid.place((point[1], point[0]))
        return (x, y) if 0 <= x <= self.width and 0 <= y <= self.height else None


def city_map():
    """Return the map as it was at most a minute ago."""
    if not _kept or time.monotonic() - _kept[0][0] > KEPT_SECONDS:
        _kept[:] = [(time.monotonic(), _draw())]
    return _kept[0][1]


def forget():
    """Draw again at the next page: the neighborhoods changed in this process."""
    _kept.clear()


def _draw():
    rows = list(Neighborhood.objects.values_list("id", "name", "slug", "lat", "lng", "outline"))
    outlined = [outline for *_words, outline in rows if outline]
    width, height, paths, grid = drawn(outlined) if outlined else (0, 0, [], None)
    path = iter(paths)
    areas = [
        Area(id, name, slug, next(path) if outline else "", () if lat is None or lng is None else (lat, lng)) for id, name, slug, lat, lng, outline in rows
    ]
    return CityMap(width, height, tuple(areas), grid)
