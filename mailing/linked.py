"""Loading what letters are about, each with the link that leads its owner there."""

from collections.abc import Callable, Iterable
from typing import Any

from mailing import proof
from mailing.models import Message
from people.models import Person


def number_of(message: Message) -> int:
    """Return the id of the record a letter is about."""
    return int(message.about.partition(":")[2])


def load(messages: Iterable[Message], *, fetch: Callable[[set[int]], Iterable[Any]], owner: Callable[[Any], Person]) -> dict[int, Any]:
    """Return the records of these letters by message id, each with its `manage_link`; constant queries.

    `fetch` returns the records of some ids. What is gone, or belongs to somebody who was forgotten, is left out: its letter is not wanted any more.
    """
    numbers = {message.pk: number_of(message) for message in messages}
    found = {record.pk: record for record in fetch(set(numbers.values())) if owner(record).forgotten_at is None}
    links = proof.manage_links({record.ref: owner(record) for record in found.values()})
    for record in found.values():
        record.manage_link = links.get(record.ref)
    return {message: found[number] for message, number in numbers.items() if number in found and found[number].manage_link}
