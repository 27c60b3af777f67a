"""The links for the people at a location: their addresses, and how they read in the history."""

from django.utils.translation import gettext as _

from donations.models import LocationLink
from mailing.links.doors import LinkDoor

DOOR = LinkDoor(LocationLink, "donations.location_links", "donations:open_site", "location", ("location__drive__office", "location__venue"))


def names(ids):
    """Return how the people at a location read in the history of what they changed."""
    links = LocationLink.objects.filter(pk__in=ids)
    return {link.pk: _("%(name)s (link for a location)") % {"name": link.name or _("Somebody at the location")} for link in links}
