"""The order of the stops of a run: nearest neighbor from the place where everything is brought, window after window, without any service outside."""

from math import asin, cos, radians, sin, sqrt

from django.db.models import F

from donations.models import PickUpRequest, PickUpRun

EARTH = 6371.0  # kilometers, mean radius
State = PickUpRequest.State
STOPS = [State.SCHEDULED, State.ASSIGNED, State.COLLECTED, State.PARTLY, State.MISSED]


def stops_of(run: PickUpRun):
    """Return the stops of a run in their order: by window, then as ordered, those without a place last."""
    stops = PickUpRequest.objects.filter(window__run=run, state__in=STOPS).select_related("person", "window", "drive")
    return stops.order_by("window__starts", "window_id", F("order").asc(nulls_last=True), "pk")


def kilometers(one, other):
    """Return the distance between two points (latitude, longitude) as the crow flies, in kilometers; 0 where one is not known."""
    if None in one or None in other:
        return 0.0
    (lat1, lng1), (lat2, lng2) = [(radians(lat), radians(lng)) for lat, lng in (one, other)]
    return 2 * EARTH * asin(sqrt(sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lng2 - lng1) / 2) ** 2))


def nearest_first(stops, start):
    """Return the stops so that each is the nearest of those left to the one before; those without a point come last."""
    left, at, ordered = [stop for stop in stops if point(stop)], start, []
    while left:
        following = min(left, key=lambda stop: (kilometers(at, point(stop)), stop.pk))
        left.remove(following)
        ordered.append(following)
        at = point(following)
    return ordered + [stop for stop in stops if not point(stop)]


def point(stop):
    """Return where a stop is, or None where nobody knows."""
    return None if stop.lat is None or stop.lng is None else (stop.lat, stop.lng)


def by_distance(run: PickUpRun) -> list[PickUpRequest]:
    """Return the stops of a run by distance: within each window the nearest first, going on from where the last one ended."""
    at, ordered, windows = _start(run), [], {}
    for stop in stops_of(run):
        windows.setdefault(stop.window_id, []).append(stop)
    for stops in windows.values():
        found = nearest_first(stops, at)
        ordered += found
        at = next((point(stop) for stop in reversed(found) if point(stop)), at)
    return ordered


def write(stops) -> None:
    """Number the stops in this order; two statements for any number."""
    changed = []
    for number, stop in enumerate(stops, start=1):
        if stop.order != number:
            stop.order = number
            changed.append(stop)
    PickUpRequest.objects.bulk_update(changed, ["order"])


def insert(request: PickUpRequest) -> None:
    """Give a new stop the place in its window where it makes the way longer by the least; the others keep their order, moved by hand or not."""
    run = request.window.run
    stops = [stop for stop in stops_of(run) if stop.pk != request.pk]
    mine = [place for place, stop in enumerate(stops) if stop.window_id == request.window_id]
    before = [place for place, stop in enumerate(stops) if (stop.window.starts, stop.window_id) < (request.window.starts, request.window_id)]
    places = range(mine[0], mine[-1] + 2) if mine else [len(before)]
    best = min(places, key=lambda place: (_detour(stops, place, request, _start(run)), place))
    write([*stops[:best], request, *stops[best:]])


def _detour(stops, place, request, start):
    before = point(stops[place - 1]) if place else start
    after = point(stops[place]) if place < len(stops) else None
    here = point(request)
    if here is None:
        return 0.0
    to, on = kilometers(before or here, here), kilometers(here, after or here)
    return to + on - (kilometers(before, after) if before and after else 0.0)


def _start(run):
    venue = run.to.venue if run.to_id else None
    return (venue.lat, venue.lng) if venue and venue.lat is not None and venue.lng is not None else (None, None)
