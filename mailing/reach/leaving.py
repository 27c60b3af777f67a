"""Somebody wants no more mail to many: the apps above register what that ends; this registry knows no names."""

from collections.abc import Callable
from datetime import datetime

from people.models import Person

COMPLAINT, ONE_CLICK, BOUNCED = "complaint", "one_click", "bounced"

_leavers: list[Callable[..., None]] = []


def register(leave: Callable[..., None]) -> None:
    """Add `leave(persons=ids, why=, now=)`, which ends what an app writes to people about; called once from the app's `ready`. Doing it twice changes nothing."""
    _leavers.append(leave)


def leave_all(*, address: str, why: str, now: datetime) -> int:
    """End everything that people behind an address agreed to be written to about; returns how many people. Letters about their own things go on."""
    persons = list(Person.objects.behind(address).order_by("pk").values_list("pk", flat=True))
    if persons:
        for leave in _leavers:
            leave(persons=persons, why=why, now=now)
    return len(persons)
