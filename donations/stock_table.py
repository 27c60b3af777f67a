"""What stands where: the goods of a drive by item and location, with what came in all, was unfit, was given on; a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from donations.goods_rules import named
from donations.models import DonationLine, DropOffLocation, HandOverLine, Need, Stock


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a drive."""

    need: Need
    received: int
    unusable: int
    given_on: int
    stock: list  # by location, in their order
    in_stock: int


def of(drive):
    """Return the locations of a drive and a row for each of its needs."""
    locations = list(DropOffLocation.objects.filter(drive=drive).select_related("venue"))
    stock = defaultdict(int, {(location, need): quantity for location, need, quantity in _stock(drive)})
    unusable, given_on = _sums(DonationLine, "unusable", donation__drive=drive), _sums(HandOverLine, "quantity", hand_over__drive=drive)
    rows = [
        Row(
            need=need, received=need.received, unusable=unusable[need.pk], given_on=given_on[need.pk],
            stock=[stock[location.pk, need.pk] for location in locations], in_stock=sum(stock[location.pk, need.pk] for location in locations),
        )
        for need in named(Need.objects.filter(drive=drive).select_related("item"))
    ]  # fmt: skip
    return locations, rows


def _stock(drive):
    return Stock.objects.filter(location__drive=drive).values_list("location", "need", "quantity")


def _sums(model, field, **of):
    return defaultdict(int, model.objects.filter(**of).order_by().values_list("need").annotate(Sum(field)))
