"""What fits one reader: an index in memory, made once for an issue, and a look into it for each of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge

from outreach.coming import Coming, Kind

# Of each kind so many at most: a letter that is read to the end.
MOST = {Kind.VOLUNTEERING: 6, Kind.DRIVES: 3, Kind.EVENTS: 5, Kind.STORIES: 2, Kind.NOTICES: 4}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter is for: topics, places and interests wanted (none: any), what their address is signed up for, and when they last heard."""

    kinds: frozenset[str]
    since: datetime
    neighborhoods: frozenset[int] = frozenset()
    interests: frozenset[int] = frozenset()
    taken: frozenset[str] = frozenset()


@dataclass
class Index:
    """What is coming up by kind and neighborhood, and by kind and interest, each list in the order of urgency."""

    rows: list[Coming]
    _by_kind: dict = field(default_factory=lambda: defaultdict(list))
    _near: dict = field(default_factory=lambda: defaultdict(list))
    _liked: dict = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        for place, row in enumerate(self.rows):
            self._by_kind[row.kind].append((place, row))
            for neighborhood in row.neighborhoods or (None,):
                self._near[row.kind, neighborhood].append((place, row))
            for interest in row.interests or (None,):
                self._liked[row.kind, interest].append((place, row))

    def choose(self, reader: Reader) -> list[Coming]:
        """Return what a letter to a reader would hold, the most urgent first; nothing where it would only repeat what has no date."""
        found = [pair for kind in reader.kinds & MOST.keys() for pair in self._of_kind(kind, reader)]
        if not any(row.since is None or row.since > reader.since for _place, row in found):
            return []
        return [row for _place, row in sorted(found, key=_place_of)]

    def _of_kind(self, kind: str, reader: Reader) -> list[tuple[int, Coming]]:
        found: list[tuple[int, Coming]] = []
        for place, row in self._around(kind, reader):
            if found and found[-1][0] == place:  # it is near in two places, or liked for two reasons
                continue
            if _fits(row, reader):
                found.append((place, row))
                if len(found) == MOST[Kind(kind)]:
                    break
        return found

    def _around(self, kind: str, reader: Reader) -> Iterator[tuple[int, Coming]]:
        """The shortest lists that hold everything that may fit: near, else liked, else all."""
        if reader.neighborhoods:
            return merge(*(self._near.get((kind, one), []) for one in (*reader.neighborhoods, None)), key=_place_of)
        if reader.interests:
            return merge(*(self._liked.get((kind, one), []) for one in (*reader.interests, None)), key=_place_of)
        return iter(self._by_kind[kind])


def _place_of(pair):
    return pair[0]


def _fits(row: Coming, reader: Reader) -> bool:
    if reader.interests and row.interests and reader.interests.isdisjoint(row.interests):
        return False
    return row.ref not in reader.taken and (row.repeats or row.since is None or row.since > reader.since)
