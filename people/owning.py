"""What colleagues own: nothing may be without an owner. Each app registers what it holds; this registry knows no names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from people.models import User


@dataclass(frozen=True)
class OpenThing:
    """One open thing of a colleague, in words in the reader's language."""

    ref: str  # app.model:id
    title: str
    office_id: int
    url: str
    role: str  # as what the colleague has it: “as its lead”


@dataclass(frozen=True)
class Owned:
    """How one app answers for what colleagues own in it."""

    covers: tuple[str, ...]  # app.model.field of every foreign key to a user that means owning
    open_of: Callable[[User], list[OpenThing]]
    pass_on: Callable[..., None]  # giver=, successor=, refs=, by=, now=
    without: Callable[[Iterable[int] | None], list[OpenThing]]  # office ids (None: all) → open things that nobody looks after


_kinds: list[Owned] = []


def register(owned: Owned) -> None:
    """Add what an app holds; called once from the app's `ready`."""
    _kinds.append(owned)


def kinds() -> list[Owned]:
    """Return every registered kind."""
    return list(_kinds)


def ids_of(refs: Iterable[str], model: type[models.Model]) -> list[int]:
    """Return the ids of the refs that name rows of this model."""
    parts = (ref.partition(":") for ref in refs)
    return [int(number) for label, _colon, number in parts if label == model._meta.label_lower]


def open_things(user: User) -> list[OpenThing]:
    """Return everything open that a colleague owns."""
    return [thing for owned in _kinds for thing in owned.open_of(user)]


def without_owner(offices: Iterable[int] | None) -> list[OpenThing]:
    """Return everything open in these offices (None: everywhere) that has no colleague who is active."""
    return [thing for owned in _kinds for thing in owned.without(offices)]
