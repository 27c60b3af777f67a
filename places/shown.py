"""A place as a visitor needs it, with its own words in the reader's language."""

from dataclasses import dataclass

from languages.content import Words
from places.directions import address_in_words, directions_to, step_free_in_words
from places.models import Venue


@dataclass(frozen=True, slots=True)
class Place:
    """A venue in words."""

    name: str
    address: str
    directions: str
    step_free: str
    has_loop: bool
    notes: list[Words]


def place_of(venue: Venue) -> Place:
    """Return a venue in words; its texts have been put on it before (`languages.content.translated`). No query."""
    notes = [words for words in venue.words.values() if words]
    return Place(venue.name, address_in_words(venue), directions_to(venue), step_free_in_words(venue), bool(venue.hearing_loop), notes)
