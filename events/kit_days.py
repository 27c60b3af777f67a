"""What of the kits is free on which days, counted from what is reserved and out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from events.models import KitLoan, KitType


@dataclass(frozen=True)
class Day:
    """One kit on one day: how many are lent, how many are free, and for what."""

    day: date
    kit: KitType
    lent: int
    loans: list[KitLoan] = field(default_factory=list)

    @property
    def free(self) -> int:
        """How many are left."""
        return max(0, self.kit.owned - self.lent)


def lent(kit: KitType, since: date, until: date, *, without: KitLoan | None = None) -> int:
    """Return how many are lent on the fullest of these days, both included."""
    loans = KitLoan.objects.filter(kit=kit, state__in=KitLoan.HOLDING, since__lte=until, until__gte=since)
    if without is not None:
        loans = loans.exclude(pk=without.pk)
    return _fullest(list(loans.values_list("since", "until", "quantity")), since, until)


def _fullest(loans, since, until):
    """The most is lent on the first of these days, or on one on which a loan begins."""
    days = {max(begins, since) for begins, _ends, _quantity in loans} | {since}
    return max(sum(quantity for begins, ends, quantity in loans if begins <= day <= ends) for day in days)


def free_of(kits: Iterable[KitType], since: date, until: date) -> dict[int, int]:
    """Return how many of each kit (by id) are free on all of these days; one query."""
    kits = list(kits)
    by_kit: dict[int, list[tuple[date, date, int]]] = {kit.pk: [] for kit in kits}
    loans = KitLoan.objects.filter(kit__in=kits, state__in=KitLoan.HOLDING, since__lte=until, until__gte=since)
    for kit, *loan in loans.values_list("kit", "since", "until", "quantity"):
        by_kit[kit].append(tuple(loan))
    return {kit.pk: max(0, kit.owned - _fullest(by_kit[kit.pk], since, until)) for kit in kits}


def calendar(kits: Iterable[KitType], since: date, days: int) -> list[Day]:
    """Return the days, from the first on, on which something of these kits is lent; in order of days, then of names. One query."""
    kits = {kit.pk: kit for kit in kits}
    until = since + timedelta(days=days - 1)
    loans = KitLoan.objects.filter(kit__in=kits, state__in=KitLoan.HOLDING, since__lte=until, until__gte=since).select_related("event").order_by("since", "pk")
    found: dict[tuple[date, int], list[KitLoan]] = {}
    for loan in loans:
        day = max(loan.since, since)
        while day <= min(loan.until, until):
            found.setdefault((day, loan.kit_id), []).append(loan)
            day += timedelta(days=1)
    rows = [Day(day, kits[kit], sum(loan.quantity for loan in lent_here), lent_here) for (day, kit), lent_here in found.items()]
    return sorted(rows, key=lambda row: (row.day, row.kit.name, row.kit.pk))


def late(today: date):
    """Return the loans that should have come back before today."""
    return KitLoan.objects.filter(state=KitLoan.State.OUT, until__lt=today).select_related("kit", "event").order_by("until", "pk")
