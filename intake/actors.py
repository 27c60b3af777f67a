"""Who stands behind a change when nobody was signed in; upper floors say how theirs read, this registry knows no names."""

from collections.abc import Callable, Iterable

_kinds: dict[str, Callable[[Iterable[int]], dict[int, str]]] = {}


def register(kind, names):
    """Make a kind of actor known; called in `apps.py`.

    Changes made within `pghistory.context(<kind>=id)` are theirs; `names(ids)` returns {id: words} in the active language.
    """
    _kinds[kind] = names


def names_of(contexts):
    """Return {(kind, id): words} of everybody behind these contexts; one question for each kind."""
    asked = {}
    for context in contexts:
        for kind, number in context.items():
            if kind in _kinds:
                asked.setdefault(kind, set()).add(number)
    return {(kind, number): words for kind, numbers in asked.items() for number, words in _kinds[kind](numbers).items()}


def who(context, names):
    """Return who made a change, in words of `names_of`, or nothing."""
    return next((names[pair] for pair in (context or {}).items() if pair in names), "")
