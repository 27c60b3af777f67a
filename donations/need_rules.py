"""Why not, about what a drive needs, when it runs and where: each check raises Refused with the field it belongs beside."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Arrangement, Drive, DropOffLocation, Item, Need
from intake.refusal import Refused
from places.models import Venue


def check_times(opens: datetime, closes: datetime) -> None:
    """A drive closes after it opens."""
    if closes <= opens:
        raise Refused(_("The drive would close before it opens. Choose a later day or time."), field="closes")


def check_address(drive: Drive, stored: Drive | None) -> None:
    """An address is one drive's alone; once people could read it, it stays: flyers and links lead there."""
    if stored and stored.state != Drive.State.DRAFT and stored.slug != drive.slug:
        raise Refused(_("This address is on flyers and in links already, so it stays."), field="slug")
    if Drive.objects.filter(slug=drive.slug).exclude(pk=drive.pk).exists():
        raise Refused(_("Another drive has this address. Choose another one."), field="slug")


def check_changeable(drive: Drive) -> None:
    """After the report a drive is a record of what was."""
    if drive.state == Drive.State.REPORTED:
        raise Refused(_("This drive is reported. What it needed and where stays as it was."))


def check_item(drive: Drive, item: Item, *, need: Need | None = None) -> None:
    """An item of the drive's own office, once in a drive; what was promised or brought stays the item it was."""
    if item.office_id != drive.office_id:
        raise Refused(_("This item belongs to another office."), field="item")
    if drive.needs.filter(item=item).exclude(pk=need and need.pk).exists():
        raise Refused(_("This item is in the list already. Change its number there."), field="item")


def check_same_item(stored: Need, item: Item) -> None:
    """Goods do not turn into other goods."""
    if stored.item_id != item.pk and is_in_use(stored):
        raise Refused(_("Somebody has promised or brought this item already. Add the other one in a row of its own."), field="item")


def check_target(target: int, *, is_capped: bool, stored: Need) -> None:
    """Where promises are capped, the number is never below what is promised."""
    if is_capped and target < stored.taken:
        said = ngettext(
            "%(count)s is promised already. While promises are capped the number cannot be below that.",
            "%(count)s are promised already. While promises are capped the number cannot be below that.",
            stored.taken,
        )
        raise Refused(said % {"count": stored.taken}, field="is_capped" if not stored.is_capped and target == stored.target else "target")


def check_unused(need: Need) -> None:
    """Only what nobody promised, brought or was given can be taken out of the list."""
    if is_in_use(need):
        raise Refused(_("Somebody has promised or brought this, so it stays in the list. Set the number to what has come."), field="drop")


def check_taken_elsewhere(need: Need) -> None:
    """A location without any chosen item takes everything: the only one it takes is not taken out behind its back."""
    for location in DropOffLocation.objects.filter(accepts=need).select_related("venue").prefetch_related("accepts"):
        if len(location.accepts.all()) == 1:
            raise Refused(_("%(place)s takes only this item. Choose there first what it takes from now on.") % {"place": location.venue.name}, field="drop")


def is_in_use(need: Need) -> bool:
    """Promises, goods, corrections or an arrangement hang on this need."""
    hanging = ("pledge_lines", "donation_lines", "hand_over_lines", "corrections")
    return any(getattr(need, name).exists() for name in hanging) or Arrangement.objects.filter(need=need).exists()


def check_place(drive: Drive, venue: Venue, *, location: DropOffLocation | None = None) -> None:
    """A place is one location of a drive; where goods were promised or brought stays where it is."""
    if drive.locations.filter(venue=venue).exclude(pk=location and location.pk).exists():
        raise Refused(_("This place takes goods for this drive already."), field="venue")


def check_same_place(stored: DropOffLocation, venue: Venue) -> None:
    """People who promised to come to a place are not sent to another one behind their back."""
    if stored.venue_id != venue.pk and _is_visited(stored):
        raise Refused(_("People have promised or brought goods here. Close this location and add the other place as a new one."), field="venue")


def _is_visited(location):
    promised = Q(pledges__isnull=False) | Q(donations__isnull=False) | Q(windows__appointments__isnull=False) | Q(arrangements__isnull=False)
    return DropOffLocation.objects.filter(promised, pk=location.pk).exists()


def check_accepts(drive: Drive, needs: list[Need]) -> None:
    """A location takes what its own drive needs."""
    if any(need.drive_id != drive.pk for need in needs):
        raise Refused(_("A location takes only what its drive needs."), field="accepts")
