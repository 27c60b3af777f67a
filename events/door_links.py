"""The links for helpers at the door: their addresses, and how they read in the history."""

from django.utils.translation import gettext as _

from events.models import DoorLink
from mailing.links.doors import LinkDoor

DOOR = LinkDoor(DoorLink, "events.door_links", "events:open_door", "door", ("event__office", "event__venue"))


def names(ids):
    """Return how helpers read in the history of what they changed."""
    return {link.pk: _("%(name)s (link for the day)") % {"name": link.name or _("A helper")} for link in DoorLink.objects.filter(pk__in=ids)}
