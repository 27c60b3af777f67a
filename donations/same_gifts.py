"""What two people promise alike: a time both want to come at, and promises for one drive. When they turn out to be one person, staff say which stays."""

from collections import defaultdict
from dataclasses import dataclass

from donations import pledge_words
from donations.models import Drive, DropOffWindow, Pledge
from people.merging import BOTH, GONE, KEPT
from people.models import Person


@dataclass(frozen=True)
class SameGift:
    """Live pledges of both people, with a time they share (`window`) or for one drive."""

    key: str
    drive: Drive
    window: DropOffWindow | None
    kept: list[Pledge]
    gone: list[Pledge]

    def leave(self, choice: str) -> list[Pledge]:
        """Return the pledges that do not stay."""
        return {KEPT: self.gone, GONE: self.kept, BOTH: []}[choice]


def of_both(kept: Person, gone: Person) -> list[SameGift]:
    """Return what both promise: first what is brought at one time, then the rest of each drive; every pledge stands in one of them at most."""
    found = pledge_words.fetch(Pledge.objects.live().filter(person__in=[kept, gone]).order_by().values_list("pk", flat=True))
    at_one_time = _alike(found, kept, gone, lambda pledge: f"window-{_window(pledge).pk}" if _window(pledge) else "")
    taken = {pledge.pk for both in at_one_time for pledge in [*both.kept, *both.gone]}
    return at_one_time + _alike([one for one in found if one.pk not in taken], kept, gone, lambda pledge: f"drive-{pledge.drive_id}")


def _alike(pledges, kept, gone, key_of):
    groups = defaultdict(lambda: {kept.pk: [], gone.pk: []})
    for pledge in pledges:
        if key := key_of(pledge):
            groups[key][pledge.person_id].append(pledge)
    return [_same(key, both[kept.pk], both[gone.pk]) for key, both in sorted(groups.items()) if both[kept.pk] and both[gone.pk]]


def _same(key, kept, gone):
    return SameGift(key, kept[0].drive, _window(kept[0]) if key.startswith("window") else None, kept, gone)


def _window(pledge):
    time = pledge_words.appointment(pledge)
    return time and time.window
