"""Last year's drive as this year's draft: texts, translations, needs, locations with hours and appointment times, leads; nobody's promise and no goods."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from donations import window_times
from donations.models import Drive, DropOffLocation, DropOffWindow, LocationHours, Need
from intake import form_keys
from intake.refusal import Refused
from languages.content import copy_translations
from people.models import User

COPIED = (
    "office", "partner", "title", "story", "for_whom", "not_accepted", "help_text", "time_zone", "arrange_from", "reply_days", "remind_days", "offers_pick_up",
    "offers_leave_outside", "contact_name", "contact_phone", "contact_email",
)  # fmt: skip
OF_NEED = ("item", "target", "is_capped", "priority", "note", "order")
OF_LOCATION = (
    "venue", "instructions", "wants_appointments", "loading_door", "storage_limit", "contact_name", "contact_phone", "contact_email", "order",
)  # fmt: skip
OF_HOURS = ("weekday", "opens", "closes")


@transaction.atomic
def copy(*, drive: Drive, last_day: date, key: str, by: User, now: datetime) -> Drive:
    """Return a draft like this one that ends on another day; a second sending of the same form gets the same draft. Raises Refused.

    All days move alike and keep their times on the clock of the place, whatever that clock does in between.
    """
    sending = form_keys.use(key=key, browser=f"user-{by.pk}", content=["copy-drive", drive.pk, last_day], now=now)
    if sending.first:
        return Drive.objects.get(pk=sending.first["drive"])
    later = last_day - drive.local_closes.date()
    closes = datetime.combine(last_day, drive.local_closes.time(), tzinfo=drive.zone)
    if closes <= now:
        raise Refused(_("Choose a last day that is still to come."), field="last_day")
    opens = drive.opens.astimezone(drive.zone)
    opens = datetime.combine(opens.date() + later, opens.time(), tzinfo=drive.zone)
    new = Drive.objects.create(
        slug=free_slug(drive.title), opens=opens, closes=closes, copied_from=drive, **{name: getattr(drive, name) for name in COPIED}
    )  # fmt: skip
    new.leads.set(drive.leads.all())
    copies = _copy_needs_and_locations(drive, new)
    for location in drive.locations.order_by("pk"):
        _copy_windows(location, copies[location], later)
    copy_translations({drive: new, **copies})
    form_keys.remember(sending, result={"drive": new.pk})
    return new


def free_slug(title: str) -> str:
    """Return an address made from a title that no other drive has."""
    slug = slugify(title)[:150] or "drive"
    taken = set(Drive.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _copy_needs_and_locations(drive, new):
    """Returns the copies by what they are copies of."""
    copies: dict[Model, Model] = {}
    for need in drive.needs.order_by("pk"):
        copies[need] = Need.objects.create(drive=new, **{name: getattr(need, name) for name in OF_NEED})
    for location in drive.locations.prefetch_related("hours", "accepts").order_by("pk"):
        made = DropOffLocation.objects.create(drive=new, **{name: getattr(location, name) for name in OF_LOCATION})
        made.accepts.set([copies[need] for need in location.accepts.all() if need in copies])
        LocationHours.objects.bulk_create([LocationHours(location=made, **{name: getattr(one, name) for name in OF_HOURS}) for one in location.hours.all()])
        copies[location] = made
    return copies


def _copy_windows(location, made, later: timedelta):
    """Times for appointments move like all days and keep their clock; one that falls outside of the drive or the hours of its new day stays behind."""
    made = DropOffLocation.objects.select_related("drive").prefetch_related("hours", "closures").get(pk=made.pk)
    drive, zone = made.drive, made.drive.zone
    moved = []
    for window in DropOffWindow.objects.filter(location=location).exclude(capacity=0).order_by("starts", "pk"):
        starts, ends = (datetime.combine(local.date() + later, local.time(), tzinfo=zone) for local in (window.local_starts, window.local_ends))
        if drive.opens <= starts < drive.closes and ends > starts and window_times.fits(made, starts, ends):
            moved.append(DropOffWindow(location=made, starts=starts, ends=ends, time_zone=drive.time_zone, capacity=window.capacity))
    DropOffWindow.objects.bulk_create(moved)
