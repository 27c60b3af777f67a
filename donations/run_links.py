"""The drivers' links to their run: their addresses, and how drivers read in the history."""

from django.utils.translation import gettext as _

from donations.models import PickUpRun
from mailing.links.doors import LinkDoor

DOOR = LinkDoor(PickUpRun, "donations.run_links", "donations:open_run", "run", ("drive__office", "driver", "to__venue"))


def names(ids):
    """Return how drivers read in the history of what they noted."""
    runs = PickUpRun.objects.filter(pk__in=ids).select_related("driver")
    return {run.pk: _("%(name)s (driver)") % {"name": (run.driver and run.driver.name) or _("The driver")} for run in runs}
