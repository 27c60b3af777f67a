"""The way to a place, and its address on one line."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _


def directions_to(venue):
    """Return the address of a map with the way to a place, or of a search for it where nobody has noted the point."""
    if venue.lat is not None and venue.lng is not None:
        return f"https://www.openstreetmap.org/directions?to={venue.lat}%2C{venue.lng}"
    wanted = ", ".join(part for part in (venue.address or venue.name, venue.zip) if part)
    return f"https://www.openstreetmap.org/search?{urlencode({'query': wanted})}" if wanted else ""


def on_one_line(venue):
    """Return a place's name, address and ZIP on one line."""
    return ", ".join(part for part in [venue.name, venue.address, venue.zip] if part)


def address_in_words(venue):
    """Return a place's address, neighborhood and ZIP on one line; its name stands elsewhere."""
    return ", ".join(part for part in (venue.address, venue.neighborhood and venue.neighborhood.name, venue.zip) if part)


def step_free_in_words(venue):
    """Return whether there is a way in without steps, or that nobody has noted it."""
    if venue.step_free is None:
        return _("We do not know. Please call us.")
    return _("Yes, there is a way in without steps.") if venue.step_free else _("No, there are steps.")
