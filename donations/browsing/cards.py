"""Drives as cards: for the public list, the home page and the page of a neighborhood. Constant queries, however many drives there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q, Sum
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from donations import opening
from donations.browsing.drive_page import CLOSING, COMING, OPEN, phase, phase_words
from donations.browsing.needs import number
from donations.models import Drive, DropOffLocation, Need
from languages import formats
from languages.content import translated

MOST_WANTED = 3
MOST_PAST = 12


@dataclass(slots=True)
class DriveCard:
    """A drive as a list shows it."""

    drive: Drive
    phase: str
    kind: str
    state: str
    when: str
    where: list = field(default_factory=list)  # names of neighborhoods
    wanted: list = field(default_factory=list)  # names of items, as Words
    missing: str = ""


@dataclass(slots=True)
class Running:
    """A drive that takes promises, as the home page names it; `missing` is how much still is, in words, empty for nothing."""

    drive: Drive
    missing: str


@dataclass(slots=True)
class DropOff:
    """A location of a running drive, as the page of its neighborhood shows it."""

    location: DropOffLocation
    drive: Drive
    status: opening.Status


def lists(*, language: str, now: datetime) -> dict[str, list[DriveCard]]:
    """Return the public drives in three lists: running (soonest to close first), coming, and past (last closed first)."""
    going_on = list(Drive.objects.public().taking_goods().order_by("closes", "pk"))
    past = list(Drive.objects.filter(state__in=[Drive.State.CLOSED, Drive.State.REPORTED]).order_by("-closes", "-pk")[:MOST_PAST])
    found = cards([*going_on, *past], language=language, now=now)
    return {
        "running": [card for card in found if card.phase in {OPEN, CLOSING}],
        "coming": sorted((card for card in found if card.phase == COMING), key=lambda card: (card.drive.opens, card.drive.pk)),
        "past": found[len(going_on) :],
    }


def running(*, language: str, now: datetime, most: int) -> list[Running]:
    """Return the drives that take promises now, soonest to close first. Two queries, three in a language other than English."""
    drives = translated(Drive.objects.open(now).order_by("closes", "pk").only("slug", "title")[:most], language, ["title"])
    missing = _missing(drives) if drives else {}
    return [Running(drive, number(missing[drive.pk]) if missing.get(drive.pk) else "") for drive in drives]


def cards(drives: list[Drive], *, language: str, now: datetime) -> list[DriveCard]:
    """Return the cards of drives, in their order. Three queries, and one for each kind of text that is translated."""
    if not drives:
        return []
    translated(drives, language, ["title", "for_whom"])
    open_ones = [drive for drive in drives if drive.takes_goods]
    wanted, where, missing = _wanted(open_ones, language), _where(drives), _missing(open_ones)
    found = []
    for drive in drives:
        kind, state = phase_words(drive, now)
        card = DriveCard(drive, phase(drive, now), kind, state, _when(drive, now), where[drive.pk])
        if card.phase in {OPEN, COMING, CLOSING}:
            card.wanted, card.missing = wanted[drive.pk], number(missing.get(drive.pk, 0)) if missing.get(drive.pk) else ""
        found.append(card)
    return found


def drop_offs(neighborhood, *, language: str, now: datetime) -> list[DropOff]:
    """Return the locations of running drives in a neighborhood. Constant queries."""
    running = Q(drive__state__in=[Drive.State.OPEN, Drive.State.CLOSING], drive__opens__lte=now)
    found = DropOffLocation.objects.filter(running, venue__neighborhood=neighborhood).select_related("drive", "venue").prefetch_related("hours", "closures")
    found = list(found.order_by("drive__closes", "drive", "order", "pk"))
    translated([one.drive for one in found], language, ["title"])
    return [DropOff(one, one.drive, opening.status(one, now)) for one in found]


def _when(drive, now):
    if phase(drive, now) == COMING:
        return _("From %(first)s") % {"first": formats.day_and_clock(drive.opens.astimezone(drive.zone))}
    if phase(drive, now) == OPEN:
        return _("Until %(last)s") % {"last": formats.day_and_clock(drive.local_closes)}
    return _("Last day: %(last)s") % {"last": formats.weekday_date(drive.local_closes)}


def _wanted(drives, language):
    """{drive id: the names of what is missing most}."""
    still = Need.objects.filter(drive__in=[drive.pk for drive in drives], target__gt=F("received") + F("taken")).select_related("item")
    by_drive = defaultdict(list)
    for need in still.order_by("drive", "priority", "order", "pk"):
        if len(by_drive[need.drive_id]) < MOST_WANTED:
            by_drive[need.drive_id].append(need.item)
    items = [item for found in by_drive.values() for item in found]
    translated(items, language, ["name"])
    return defaultdict(list, {drive: [item.words.name for item in found] for drive, found in by_drive.items()})


def _missing(drives):
    still = Greatest(F("target") - F("received") - F("taken"), 0)
    return dict(Need.objects.filter(drive__in=[drive.pk for drive in drives]).order_by().values_list("drive").annotate(total=Sum(still)))


def _where(drives):
    rows = DropOffLocation.objects.filter(drive__in=[drive.pk for drive in drives]).exclude(venue__neighborhood=None)
    by_drive = defaultdict(list)
    for drive, name in rows.order_by("drive", "order", "pk").values_list("drive", "venue__neighborhood__name"):
        if name not in by_drive[drive]:
            by_drive[drive].append(name)
    return by_drive
