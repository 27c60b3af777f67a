"""The columns of tables of drives: their names, what else they are called, what is written in them, and an example."""

import re

from django.utils.translation import gettext_lazy as _

from donations import hours_words
from donations.models import Need
from intake.refusal import Refused
from sharing.imports import cells, columns

PRIORITIES = {
    "needed most": Need.Priority.URGENT, "urgent": Need.Priority.URGENT, "high": Need.Priority.URGENT, "1": Need.Priority.URGENT,
    "needed": Need.Priority.NORMAL, "normal": Need.Priority.NORMAL, "2": Need.Priority.NORMAL,
    "nice to have": Need.Priority.EXTRA, "extra": Need.Priority.EXTRA, "low": Need.Priority.EXTRA, "3": Need.Priority.EXTRA,
}  # fmt: skip
_SEVERAL = re.compile(r"[;\n]")


def several(cell):
    """Read texts separated by semicolons."""
    return [part.strip()[:100] for part in _SEVERAL.split(str(cell)) if part.strip()]


def days(cell):
    """Read days separated by semicolons."""
    return sorted({cells.day(part) for part in several(cell)}) if isinstance(cell, str) else [cells.day(cell)]


def zip_code(cell):
    """Read a ZIP code; a spreadsheet may have taken the first zeros away."""
    text = str(cell).strip()
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise Refused(str(_("Write the ZIP code with five digits.")))
    return text.zfill(5)


_DRIVE = columns.text(
    "drive",
    _("Title of a drive of this office, or the last part of its address."),
    170,
    "Back to School Drive",
    ("title", "campaign"),
    required=True,
    is_name=True,
)
NEEDS = [
    _DRIVE,
    columns.text("item", _("What is needed; a new name is added to the items. Once in a drive."), 100, "Notebooks", ("name", "need", "what"), required=True),
    columns.text("unit", _("How it is counted, such as packs or pairs. Empty: pieces."), 40, "packs", ("counted in",)),
    columns.Column("number", _("How many are needed."), cells.whole(1, 1_000_000), "200", ("target", "how many", "quantity", "count"), required=True),
    columns.Column("cap", _("yes: take no more promises than that. Empty: no."), cells.yes_or_no, "no", ("capped", "is capped")),
    columns.Column("priority", _("needed most, needed or nice to have. Empty: needed."), cells.one_of(PRIORITIES), "needed"),
    columns.text("note", _("Such as “new only” or “sizes 4 to 8”."), 120, "new only", ("notes",)),
]
LOCATIONS = [
    _DRIVE,
    columns.text("place", _("Name of a place the portal knows, or of a new one with its address."), 150, "Food Hall", ("venue", "location", "name"), required=True, is_name=True),
    columns.text("address", _("Street and number; needed for a place the portal does not know yet."), 200, "5 Main Street", ("street",)),
    columns.Column("ZIP", _("Five digits."), zip_code, "02118", ("zip code", "postal code")),
    columns.text("neighborhood", _("Name of a neighborhood the portal knows."), 100, "Roxbury", ("area",), is_name=True),
    columns.Column("step-free", _("yes or no: can one get in without steps? Empty: not known."), cells.yes_or_no, "yes", ("accessible",)),
    columns.Column("hours", _("When goods are received: days and times, several separated by semicolons."), hours_words.read, "Mon–Fri 9 a.m.–6 p.m.; Sat 10 a.m.–noon", ("opening hours", "open")),
    columns.Column("closed on", _("Single days without it, separated by semicolons."), days, "2026-11-26; 2026-12-25", ("closed days", "closed")),
    columns.Column("accepts", _("Items of the drive that are taken there, separated by semicolons. Empty: all of them."), several, "Notebooks; Backpacks", ("accepted items", "items")),
    columns.Column("instructions", _("Which door, whom to ask."), cells.paragraphs, "Use the side door.", ("notes",)),
    columns.Column("appointment", _("yes: only with an appointment. Empty: no."), cells.yes_or_no, "no", ("only with an appointment", "appointments")),
    columns.text("loading door", _("For what comes by truck."), 200, "Behind the building"),
    columns.text("storage limit", _("Such as 40 boxes."), 120, "40 boxes"),
    columns.text("contact", _("Whom to ask."), 120, "Carla Diaz", ("contact name",)),
    columns.Column("contact phone", _("Number of the contact."), cells.phone, "617-555-0142"),
    columns.Column("contact email", _("Address of the contact."), cells.email, "carla@example.org"),
]  # fmt: skip
