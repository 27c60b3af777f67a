"""What is near: the same neighborhood and the neighboring ones."""

from places.models import Neighborhood
from places.near import miles
from volunteers.browsing.lists import NEAR_MILES

# Large neighborhoods lie far apart by their middles: the two nearest others count as well, if they are not across the city.
NEAREST, FARTHEST_MILES = 3, 4


def neighborhoods_near(neighborhood_id, point=None):
    """Return {neighborhood id: miles} around a neighborhood, itself included; with a `point` (latitude, longitude) the miles count from there.

    Near are those whose middle is within two miles, and the nearest ones. Where the middle of a neighborhood is not known, only the
    neighborhood itself is near. One query.
    """
    middles = {id: (lat, lng) for id, lat, lng in Neighborhood.objects.values_list("id", "lat", "lng") if lat is not None and lng is not None}
    start = point or middles.get(neighborhood_id)
    found = sorted((miles(start, middle), id) for id, middle in middles.items()) if start else []
    near = {id: distance for rank, (distance, id) in enumerate(found) if distance <= NEAR_MILES or (rank < NEAREST and distance <= FARTHEST_MILES)}
    return near if neighborhood_id is None else {**near, neighborhood_id: {id: distance for distance, id in found}.get(neighborhood_id, 0.0)}
