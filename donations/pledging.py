"""What a pledge form offers: the items with what is still missing, the places with how they look just now, and free times."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations import eligibility
from donations.models import Drive, DropOffLocation, DropOffWindow, Need
from languages import formats
from languages.content import translated
from people.models import Office
from places.directions import on_one_line

MOST_TIMES = 300


@dataclass
class Offer:
    """Everything that is needed to draw and read a pledge form of one drive; constant queries."""

    drive: Drive
    needs: list[Need]
    locations: list[DropOffLocation]
    windows: list[DropOffWindow]
    is_bare: bool = False  # good enough to read a form, not to draw one

    def label(self, need):
        """Return an item as the form calls it: “Notebooks (packs)”."""
        if self.is_bare:
            return ""
        words = need.item.words
        return f"{words.name} ({words.unit})" if words.unit else str(words.name)

    def hint(self, need):
        """Return what is still missing, in words, with the note of the office."""
        if self.is_bare:
            return ""
        note = f" {capfirst(need.words.note.text)}." if need.words.note else ""
        if need.is_full:
            return _("Enough is promised of this. Thank you!") + note
        if not need.missing:
            return _("We have enough, more is welcome.") + note
        return (
            _("%(missing)s of %(target)s still missing.") % {"missing": formats.whole_number(need.missing), "target": formats.whole_number(need.target)} + note
        )

    @cached_property
    def missing(self):
        """The needs of which something is still missing, as the office ordered them."""
        return [need for need in self.needs if need.missing and not need.is_full]

    def places(self):
        """Return the choices of places, each with why it cannot take anything just now."""
        closed = {"paused": _("takes nothing just now"), "full": _("full"), "closed": _("closed")}
        return [(one.pk, on_one_line(one.venue) + (f" — {closed[one.state]}" if one.state in closed else "")) for one in self.locations]

    def times(self):
        """Return the choices of appointments by place."""
        names = {one.pk: one.venue.name for one in self.locations}
        groups: dict[str, list] = {}
        for window in self.windows:
            groups.setdefault(names[window.location_id], []).append((window.pk, formats.day_and_times(window.local_starts, window.local_ends)))
        return list(groups.items())

    def location_of(self, window_id):
        """Return the id of the place of a time on offer."""
        return next((window.location_id for window in self.windows if window.pk == window_id), None)

    def last_day_hint(self):
        """Return until when goods are taken."""
        return _("If you know it already. The last day is %(day)s.") % {"day": formats.weekday_date(self.drive.local_closes.date())}


def _in_order(model, *names):
    """Return the columns in the order of the model's fields, as `from_db` reads them."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in names]


_BARE_DRIVE = _in_order(Drive, "id", "office_id", "slug", "state", "opens", "closes", "time_zone", "arrange_from", "reply_days")
_BARE_NEED = _in_order(Need, "id", "drive_id", "item_id", "target", "is_capped", "capacity", "taken", "reserved", "received")
_BARE = f"""
SELECT {", ".join(f"drive.{name}" for name in _BARE_DRIVE)}, {", ".join(f"need.{name}" for name in _BARE_NEED)}
FROM donations_drive drive JOIN donations_need need ON need.drive_id = drive.id WHERE drive.slug = %s AND drive.state <> 'draft' ORDER BY need.id
"""


def bare_offer(slug: str) -> Offer | None:
    """Return a public drive with its needs, read in one short statement: all that a good form without a place needs. None where there is nothing to promise.

    In a rush this is the greater part of the portal's own cost; whatever else is asked of these records is loaded when it is asked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BARE, [slug])
        rows = cursor.fetchall()
    if not rows:
        return None
    width = len(_BARE_DRIVE)
    drive = Drive.from_db("default", _BARE_DRIVE, rows[0][:width])
    drive.office = Office.from_db("default", ["id"], [drive.office_id])
    needs = [Need.from_db("default", _BARE_NEED, row[width:]) for row in rows]
    drive.needs_at_hand = {need.pk: need for need in needs}
    return Offer(drive, needs, [], [], is_bare=True)


def offer(drive: Drive, *, now: datetime, window: int | None = None) -> Offer:
    """Return what the drive offers now in the active language; with the time of one's own pledge, or that was chosen, taken or not."""
    needs = list(Need.objects.filter(drive=drive).select_related("item"))
    locations = list(DropOffLocation.objects.filter(drive=drive).select_related("venue"))
    wanting = {one.pk: one for one in locations if one.wants_appointments}
    windows = _windows(drive, wanting, now, window) if wanting or window else []
    language = get_language()
    translated([*needs, *(need.item for need in needs)], language)
    translated([drive], language)
    return Offer(drive, needs, locations, windows)


def _windows(drive, locations, now, own):
    """The times with room on days on which their place receives goods, and one's own."""
    prefetch_related_objects(list(locations.values()), "hours", "closures")
    found = DropOffWindow.objects.filter(location__in=locations, starts__gt=now)
    free = found.with_room() | DropOffWindow.objects.filter(pk=own, location__drive=drive)
    return [
        one
        for one in free.order_by("starts", "id")[:MOST_TIMES]
        if one.pk == own or eligibility.receives_on(locations[one.location_id], one.local_starts.date())
    ]
