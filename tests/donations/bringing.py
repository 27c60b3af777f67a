"""Bringing goods, for tests: a drive with a location, and short ways to call the verbs."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from donations.actions import goods as verbs
from donations.actions import location_links
from donations.location_links import DOOR
from donations.models import Need, Stock
from people.models import PartnerOrganization
from tests import goods, makers


def here(**changes):
    """A location of a running drive, in a city with an office."""
    makers.city()
    return goods.location(goods.drive(closes=timezone.now() + timedelta(days=10)), **changes)


def link(location, *, name="Lena", **changes):
    values = {
        "email": "",
        "phone": "",
        "language": "en",
        "key": makers.key(),
        "by": changes.pop("by", None) or makers.staff(f"{makers.key()}@example.org"),
        **changes,
    }
    return location_links.give(location=location, name=name, now=timezone.now(), **values)


def book(location, lines, *, source="walk_in", by=None, key="", **changes):
    """Book in goods of {need: how many}."""
    by = by or makers.staff(f"{makers.key()}@example.org")
    numbers = {need.pk: quantity for need, quantity in lines.items()}
    return verbs.receive(location=location, lines=numbers, source=source, by=by, key=key, now=changes.pop("now", None) or timezone.now(), **changes)


def partner(location):
    return PartnerOrganization.objects.get_or_create(office=location.drive.office, name="Partners for Schools")[0]


def give_on(location, lines, *, by=None, key="", **changes):
    """Hand over goods of {need: how many} to a partner."""
    by = by or makers.staff(f"{makers.key()}@example.org")
    numbers = {need.pk: quantity for need, quantity in lines.items()}
    return verbs.hand_over(location=location, partner=partner(location), lines=numbers, by=by, key=key, now=timezone.now(), **changes)


def in_stock(location, need):
    return Stock.objects.filter(location=location, need=need).values_list("quantity", flat=True).first() or 0


def numbers(need):
    """What is promised and has not come, and what was received."""
    return Need.objects.values_list("taken", "received").get(pk=need.pk)


class Phone:
    """A phone at a location that has opened its link."""

    def __init__(self, link, **more):
        self.client, self.link, self.base = Client(**more), link, f"/donate/site/{link.pk}/"
        self.client.get(f"/donate/site/open/{DOOR.token(link)}/")

    def page(self):
        return self.client.get(self.base)

    def post(self, path, more=None, **data):
        return self.client.post(f"{self.base}{path}", {"key": makers.key(), **data}, **(more or {}))

    def book(self, need, count="1", source="walk_in", **data):
        return self.post("goods/", data.pop("more", None), need=need.pk, count=count, source=source, **data)
