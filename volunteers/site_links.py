"""The links for the people who lead a shift on its day: their addresses, and how leads read in the history."""

from django.utils.translation import gettext as _

from mailing.links.doors import LinkDoor
from volunteers.models import SiteLink

DOOR = LinkDoor(SiteLink, "volunteers.site_links", "volunteers:open_site", "site", ("shift__opportunity__office", "shift__venue"))
token, url, behind, set_opened, opened = DOOR.token, DOOR.url, DOOR.behind, DOOR.set_opened, DOOR.opened


def names(ids):
    """Return how leads read in the history of what they changed."""
    return {link.pk: _("%(name)s (link for the day)") % {"name": link.name or _("A lead")} for link in SiteLink.objects.filter(pk__in=ids)}
