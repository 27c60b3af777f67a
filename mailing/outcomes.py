"""What a public form led to, the first time and at every replay of its key."""

from dataclasses import dataclass, replace

from mailing import proof


@dataclass(frozen=True)
class Outcome:
    """What a sent form led to: the ref of what was made, and the link and address a proof is asked of (none when already proved).

    `is_new`, `waits` and `until` (ISO 8601) tell what was made, or would have been made had the person not been on the list already.
    """

    ref: str
    link_id: int | None = None
    address: str = ""
    is_new: bool = True
    waits: bool = False
    until: str = ""


def as_before(first):
    """The key keeps no address: it stands with the link, and is forgotten with it. Raises Refused when the link is gone."""
    outcome = Outcome(**first)
    return replace(outcome, address=proof.address_of(outcome.link_id)) if outcome.link_id else outcome
