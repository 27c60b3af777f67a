"""What is near: the same neighborhood, or one whose middle is within two miles."""

from places.models import Neighborhood
from volunteers.browse import NEAR_MILES, miles


def neighborhoods_near(neighborhood_id, point=None):
    """Return {neighborhood id: miles} around a neighborhood, itself included; with a `point` (latitude, longitude) the miles count from there.

    Where the middle of a neighborhood is not known, only the neighborhood itself is near. One query.
    """
    middles = {id: (lat, lng) for id, lat, lng in Neighborhood.objects.values_list("id", "lat", "lng") if lat is not None and lng is not None}
    start = point or middles.get(neighborhood_id)
    found = {id: miles(start, middle) for id, middle in middles.items()} if start else {}
    near = {id: distance for id, distance in found.items() if distance <= NEAR_MILES}
    return near if neighborhood_id is None else {**near, neighborhood_id: found.get(neighborhood_id, 0.0)}
