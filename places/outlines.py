"""Outlines of neighborhoods: GeoJSON geometries checked, measured and drawn."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.refusal import Refused

GRIDS = (480, 360, 270, 200)  # widths of the drawing in whole units; the first is exact enough at the size it is shown
MOST_CHARACTERS = 16_000  # of all paths together: the map is part of the home page
MOST_POINTS = 60_000


@dataclass(frozen=True, slots=True)
class Grid:
    """How points of the earth fall on a drawing: north up, in whole units."""

    west: float
    north: float
    squeeze: float
    scale: float

    def place(self, point):
        """Return (x, y) of a point given as (longitude, latitude)."""
        return round((point[0] - self.west) * self.squeeze * self.scale), round((self.north - point[1]) * self.scale)


def rings(geometry):
    """Return every ring of a Polygon or MultiPolygon (RFC 7946, 3.1.6), outer and inner alike."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def center(geometry):
    """Return (latitude, longitude) of the middle of the largest part."""
    ring = max(rings(geometry), key=lambda one: abs(_area(one)))
    area = _area(ring)
    if not area:
        return ring[0][1], ring[0][0]
    steps = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, ring[1:], strict=False)]
    longitude = sum((a[0] + b[0]) * cross for a, b, cross in steps) / (6 * area)
    latitude = sum((a[1] + b[1]) * cross for a, b, cross in steps) / (6 * area)
    return latitude, longitude


def checked_geometry(geometry, *, name):
    """Return a geometry as it may be stored: Polygon or MultiPolygon of closed rings in WGS 84; raise Refused in words otherwise."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise Refused(_("“%(name)s” has no outline. Each neighborhood needs a Polygon or a MultiPolygon.") % {"name": name}, field="outlines")
    try:
        found = [[_point(point) for point in ring] for ring in rings(geometry)]
    except (KeyError, TypeError, ValueError, IndexError):
        raise Refused(_("The outline of “%(name)s” has a point we cannot read. A point is [longitude, latitude].") % {"name": name}, field="outlines") from None
    if not found or any(len(ring) < 4 or ring[0] != ring[-1] for ring in found):
        raise Refused(_("The outline of “%(name)s” is not closed: the first and the last point must be the same.") % {"name": name}, field="outlines")
    if sum(len(ring) for ring in found) > MOST_POINTS:
        raise Refused(_("The outline of “%(name)s” has too many points. Please simplify it.") % {"name": name}, field="outlines")
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def drawn(geometries):
    """Return (width, height, paths, grid): one SVG path for each geometry, in whole numbers, north up, all on one map; and its grid.

    Outlines with many points are drawn on a coarser grid, the same for all, so that shared borders stay shared.
    """
    for width in GRIDS:
        height, paths, grid = _drawn_on(width, geometries)
        if sum(map(len, paths)) <= MOST_CHARACTERS:
            break
    return width, height, paths, grid


def _drawn_on(width, geometries):
    points = [point for geometry in geometries for ring in rings(geometry) for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    # One degree of longitude is shorter than one of latitude by the cosine of the latitude.
    squeeze = math.cos(math.radians((south + north) / 2))
    grid = Grid(west, north, squeeze, width / max((east - west) * squeeze, 1e-6))
    return max(1, round((north - south) * grid.scale)), [_path(geometry, grid.place) for geometry in geometries], grid


def _point(point):
    longitude, latitude = point[0], point[1]
    if not (isinstance(longitude, (int, float)) and isinstance(latitude, (int, float))):  # digits in quotes would be stored, and never drawn
        raise TypeError
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError
    return longitude, latitude


def _area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) / 2


def _path(geometry, place):
    return "".join(_ring_path([place(point) for point in ring]) for ring in rings(geometry))


def _ring_path(points):
    """One ring with relative steps; points that fall on the same spot, or on a straight line of it, are left out."""
    kept = [points[0]]
    for point in points[1:-1]:
        if len(kept) > 1 and _goes_straight_on(kept[-2], kept[-1], point):
            kept[-1] = point
        elif point != kept[-1]:
            kept.append(point)
    if len(kept) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:], strict=False)]
    return f"M{kept[0][0]} {kept[0][1]}l" + "".join(_step(x, y) for x, y in steps).lstrip() + "z"


def _goes_straight_on(first, middle, last):
    """Tell whether the way over the middle point does not turn there; a way back is a turn."""
    (x, y), (further_x, further_y) = (middle[0] - first[0], middle[1] - first[1]), (last[0] - middle[0], last[1] - middle[1])
    return x * further_y == y * further_x and x * further_x + y * further_y >= 0


def _step(x, y):
    return f"{'' if x < 0 else ' '}{x}{'' if y < 0 else ' '}{y}"
