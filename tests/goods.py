"""Makers for drives: plain functions with honest defaults. Dan donates; the drive is the office's own, Back to School."""

import itertools
from datetime import timedelta

from donations.models import Drive, DropOffLocation, Item, LocationHours, Need, PickUpRequest, PickUpRun, PickUpWindow, Pledge, PledgeLine
from tests import makers

_numbers = itertools.count(1)


def drive(**changes):
    """A running drive that closes in ten days."""
    number = next(_numbers)
    values = {
        "title": f"Back to School Drive {number}", "slug": f"back-to-school-{number}", "story": "School begins soon.", "for_whom": "Children in Boston’s public schools",
        "help_text": "Bags are given out at every school on the first day.", "state": Drive.State.OPEN, "opens": makers.NOW - timedelta(days=10),
        "closes": makers.NOW + timedelta(days=10), **changes,
    }  # fmt: skip
    if "office" not in values:
        values["office"] = makers.office()
    return Drive.objects.create(**values)


def need(of=None, *, name="", target=100, **changes):
    of = of or drive()
    item = Item.objects.get_or_create(office=of.office, name=name or f"Notebooks {next(_numbers)}")[0]
    return Need.objects.create(drive=of, item=item, target=target, **changes)


def location(of=None, *, hours=((9, 18),), **changes):
    """A location that is open every day in these hours (pairs of whole hours)."""
    of = of or drive()
    values = {"venue": makers.venue(), **changes}
    made = DropOffLocation.objects.create(drive=of, **values)
    for weekday in range(7):
        for opens, closes in hours:
            LocationHours.objects.create(location=made, weekday=weekday, opens=f"{opens:02}:00", closes=f"{closes:02}:00")
    return made


def dan(**changes):
    return makers.person("Dan", "dan@example.org", **changes)


def pledge(lines, *, who=None, state=Pledge.State.PROMISED, **changes):
    """A pledge of {need: quantity}."""
    first = next(iter(lines))
    made = Pledge.objects.create(drive=first.drive, person=who or dan(), state=state, **changes)
    for wanted, quantity in sorted(lines.items(), key=lambda pair: pair[0].pk):
        PledgeLine.objects.create(pledge=made, need=wanted, quantity=quantity)
    return made


def run(of=None, *, stops=8, starts=None, **changes):
    """A run in three days with one window of two hours for the whole city."""
    of = of or drive(offers_pick_up=True)
    starts = starts or makers.NOW + timedelta(days=3)
    made = PickUpRun.objects.create(drive=of, day=starts.astimezone(of.zone).date(), **changes)
    PickUpWindow.objects.create(run=made, starts=starts, ends=starts + timedelta(hours=2), capacity=stops)
    return made


def pick_up(of=None, *, who=None, state=PickUpRequest.State.REQUESTED, **changes):
    values = {"address": "12 Saratoga St", "zip": "02128", "what": "Six bags of coats", "size": "bags", "stairs": "none", **changes}
    return PickUpRequest.objects.create(drive=of or drive(offers_pick_up=True), person=who or dan(), state=state, **values)
