"""What two people have of the same work: sign-ups for one shift, and hours of one day. When they turn out to be one, only one of each counts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from bookings.models import State
from people.merging import KEPT
from people.models import Person
from volunteers.models import HoursEntry, SignUp

THERE = [*State.LIVE, State.WALK_IN]
CAME = [State.ATTENDED, State.WALK_IN]


@dataclass(frozen=True)
class SameShift:
    """Sign-ups of both people for one shift, or for one role of work without a shift."""

    key: str
    kept: list[SignUp]
    gone: list[SignUp]

    def stay(self, choice: str) -> SignUp:
        """Return the sign-up that stays."""
        return (self.kept if choice == KEPT else self.gone)[0]

    def leave(self, choice: str) -> list[SignUp]:
        """Return the sign-ups that do not stay."""
        return self.gone if choice == KEPT else self.kept


@dataclass
class Done:
    """What counts of one person on one day of one opportunity, or waits to: entries, and sign-ups with a roster's minutes."""

    entries: list[HoursEntry] = field(default_factory=list)
    rosters: list[SignUp] = field(default_factory=list)

    @property
    def is_loose(self):
        """An entry stands in for no shift: it may be the same work as what the other one has."""
        return any(entry.sign_up_id is None for entry in self.entries)


@dataclass(frozen=True)
class SameDay:
    """What both did on one day of one opportunity."""

    key: str
    opportunity: int
    day: date
    kept: Done
    gone: Done

    @property
    def may_count_both(self):
        """The database keeps one entry without a shift for a day."""
        return not (self.kept.is_loose and self.gone.is_loose)

    def stays(self, choice: str) -> Done:
        """Return what counts."""
        return self.kept if choice == KEPT else self.gone

    def goes(self, choice: str) -> Done:
        """Return what counts no more."""
        return self.gone if choice == KEPT else self.kept


def same_shifts(kept: Person, gone: Person) -> list[SameShift]:
    """Return the shifts on which both are, in id order; one query."""
    found = defaultdict(lambda: {kept.pk: [], gone.pk: []})
    sign_ups = SignUp.objects.filter(person__in=[kept, gone], state__in=THERE).select_related("shift_role__opportunity", "shift_role__shift", "person")
    for sign_up in sign_ups.order_by("shift_role_id", "pk"):
        key = f"shift-{sign_up.shift_id}" if sign_up.shift_id else f"role-{sign_up.shift_role_id}"
        found[key][sign_up.person_id].append(sign_up)
    return [SameShift(key, both[kept.pk], both[gone.pk]) for key, both in found.items() if both[kept.pk] and both[gone.pk]]


def days_with_both(kept: Person, gone: Person) -> list[SameDay]:
    """Return the days on which both have hours for one opportunity that may be the same work."""
    ours, theirs = _done(kept), _done(gone)
    found = [SameDay(f"hours-{work}-{day}", work, day, ours[work, day], theirs[work, day]) for work, day in sorted(ours.keys() & theirs.keys())]
    return [both for both in found if both.kept.is_loose or both.gone.is_loose]


def _done(person):
    """Return {(opportunity id, day): Done} of a person."""
    done = defaultdict(Done)
    says_something = Q(minutes__gt=0) | Q(made__gt=0)
    entries = HoursEntry.objects.live().filter(says_something, person=person).select_related("opportunity__tally").order_by("pk")
    for entry in entries:
        done[entry.opportunity_id, entry.day].entries.append(entry)
    written = {entry.sign_up_id for one in done.values() for entry in one.entries}
    came = SignUp.objects.filter(person=person, state__in=CAME, attended_minutes__gt=0).exclude(shift=None)
    for sign_up in came.select_related("shift", "shift_role").order_by("pk"):
        if sign_up.pk not in written:
            done[sign_up.shift_role.opportunity_id, sign_up.shift.local_starts.date()].rosters.append(sign_up)
    return done
