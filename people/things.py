"""What belongs to a person, told by the apps that hold it: for the confirming page and `/my/`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import Person


@dataclass(frozen=True)
class Thing:
    """One thing of one person, in words in the reader's language."""

    ref: str  # app.model:id
    title: str
    name: str  # whose it is
    party_size: int
    when: str
    where: str
    state: str
    state_words: str
    url: str
    starts: datetime | None
    until: datetime | None = None
    next_words: str = ""  # what happens next
    keeps_place: bool = True  # a place is kept, or waited for, until the proof
    last_step: str = ""  # what the proof leads to, where it is no place


@dataclass(frozen=True)
class Keeper:
    """How one app answers for its things; every function takes ids of its own records or persons."""

    label: str  # app.model
    fetch: Callable[[Iterable[int]], list[Any]]  # ids → records, constant queries
    words: Callable[[Any], Thing]  # a fetched record, in the active language
    of_persons: Callable[[Iterable[int]], list[int]]  # person ids → ids
    held_by: Callable[[Iterable[int]], list[tuple[int, int]]]  # access link ids → (id, link id)
    awaited: Callable[[Iterable[int]], set[int]]  # access link ids → those that something still to come waits for
    settle: Callable[..., None]  # ids=, by=, now=
    start_clock: Callable[..., None]  # link_id=, now=
    readdress: Callable[..., Any]  # ids=, typed=, email=, phone=, now= → the new access link or None, {old ref: new ref}
    url: Callable[[int], str]
    entries: Callable[..., list[dict[str, Any]]]  # persons=, since= → what a calendar shows of them: see sharing.calendar.feed
    take_over_url: Callable[[int], str] | None = None  # where somebody else can take the thing over


def found_by_link(model: Any, still_to_come: Callable[[], Any]) -> dict[str, Callable[..., Any]]:
    """Return how a keeper finds things of a model that belong to a `person` and wait for a `link`; `still_to_come` returns the rows that do."""
    return {
        "of_persons": lambda persons: list(model.objects.filter(person__in=persons, link=None).values_list("pk", flat=True)),
        "held_by": lambda links: list(model.objects.filter(link__in=links).values_list("pk", "link")),
        "awaited": lambda links: set(still_to_come().filter(link__in=links).values_list("link", flat=True)),
    }


_keepers: dict[str, Keeper] = {}


def register(keeper):
    """Add an app's keeper; called once from the app's `ready`."""
    _keepers[keeper.label] = keeper


def keepers():
    """Return every registered keeper."""
    return list(_keepers.values())


def keeper_of(ref: str) -> tuple[Keeper, int]:
    """Return the keeper and the record id behind `app.model:id`. Raises KeyError for an unknown one."""
    label, _, number = ref.partition(":")
    return _keepers[label], int(number)


def group_refs(refs: Iterable[str]) -> list[tuple[Keeper, list[int]]]:
    """Return the ids of the refs, gathered by keeper, in id order: the order in which rows are locked."""
    gathered: dict[str, list[int]] = {}
    for ref in refs:
        label, _, number = ref.partition(":")
        gathered.setdefault(label, []).append(int(number))
    return [(_keepers[label], sorted(ids)) for label, ids in sorted(gathered.items())]


def describe(refs: Iterable[str]) -> list[Thing]:
    """Return the things behind the refs, in words."""
    return [keeper.words(record) for keeper, ids in group_refs(refs) for record in keeper.fetch(ids)]


def entries_of(persons: Iterable[Person], since: datetime) -> list[dict[str, Any]]:
    """Return the calendar entries of these persons from a moment on, soonest first."""
    persons = [person.pk for person in persons]
    return sorted((entry for keeper in keepers() for entry in keeper.entries(persons=persons, since=since)), key=lambda entry: (entry["starts"], entry["uid"]))


def things_of(persons: Iterable[Person]) -> list[Thing]:
    """Return everything of these persons, soonest first."""
    persons = [person.pk for person in persons]
    found = [keeper.words(record) for keeper in keepers() for record in keeper.fetch(keeper.of_persons(persons))]
    return sorted(found, key=lambda thing: (thing.starts is None, thing.starts))
