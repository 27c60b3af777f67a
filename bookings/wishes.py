"""Who wants no reminders of anything: upper floors say where that is written down; this registry knows no names."""

from collections.abc import Callable, Iterable

_kept: list[Callable[[set[int]], set[int]]] = []


def register(wanting_none_of: Callable[[set[int]], set[int]]) -> None:
    """Add a place where people have said so; called once from an app's `ready`."""
    _kept.append(wanting_none_of)


def wanting_none(persons: Iterable[int]) -> set[int]:
    """Return those of these persons (ids) who want to be reminded of nothing; one query for each place."""
    asked = set(persons)
    return set().union(*(wanting_none_of(asked) for wanting_none_of in _kept)) if asked else set()
