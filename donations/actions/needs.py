"""What a drive says of itself, and what it needs."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from donations import need_rules
from donations.actions import location_links
from donations.models import Drive, Need
from intake.refusal import Refused
from people.models import User

# Who changes what a drive says does not decide how far it is: other verbs do, maybe in this moment.
OF_OTHER_VERBS = ("state", "result", "people_helped", "reported_at")


@transaction.atomic
def describe(*, drive: Drive, by: User, now: datetime) -> Drive:
    """Store what a drive says of itself, new or changed; how far it is stays as it is stored. Raises Refused."""
    stored = Drive.objects.select_for_update(of=("self",), no_key=True).get(pk=drive.pk) if drive.pk else None
    need_rules.check_times(drive.opens, drive.closes)
    need_rules.check_address(drive, stored)
    for name in OF_OTHER_VERBS if stored else ():
        setattr(drive, name, getattr(stored, name))
    _stored_or_refused(drive, Refused(_("Another drive has this address. Choose another one."), field="slug"))
    if stored and drive.closes > stored.closes:
        location_links.follow(drive, now=now)
    return drive


@transaction.atomic
def add(*, need: Need, by: User, now: datetime) -> Need:
    """Put an item on the list of a drive. Raises Refused."""
    need_rules.check_changeable(need.drive)
    need_rules.check_item(need.drive, need.item)
    _stored_or_refused(need, Refused(_("This item is in the list already. Change its number there."), field="item"))
    return need


@transaction.atomic
def change(*, need: Need, by: User, now: datetime) -> Need:
    """Store a need with other numbers or words; what is promised stays promised. Raises Refused."""
    stored = Need.objects.select_for_update(of=("self",)).select_related("drive").get(pk=need.pk)
    need_rules.check_changeable(stored.drive)
    need_rules.check_item(stored.drive, need.item, need=need)
    need_rules.check_same_item(stored, need.item)
    need_rules.check_target(need.target, is_capped=need.is_capped, stored=stored)
    _stored_or_refused(need, Refused(_("This item is in the list already. Change its number there."), field="item"))
    return need


@transaction.atomic
def drop(*, need: Need, by: User, now: datetime) -> None:
    """Take a need out of the list that nobody has promised or brought anything for, and no place takes alone. Raises Refused."""
    stored = Need.objects.select_for_update(of=("self",)).select_related("drive").get(pk=need.pk)
    need_rules.check_changeable(stored.drive)
    need_rules.check_unused(stored)
    need_rules.check_taken_elsewhere(stored)
    stored.delete()


def _stored_or_refused(record, refusal):
    """Save, and say no in words when somebody else was faster."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        raise refusal from None
