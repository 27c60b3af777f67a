"""How fast an office writes to many: quiet hours on the clock of the city, so many a second, so many a day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from outreach.models import OutreachRules
from outreach.rules import lies_between

_DAY = timedelta(days=1)
LATER_THAN_ANY = timedelta(days=3650)


def is_quiet(moment: datetime, rules: OutreachRules) -> bool:
    """Tell whether nothing leaves at this moment; equal ends mean that no hour is quiet."""
    return lies_between(_clock(moment), rules.quiet_from, rules.quiet_until)


@lru_cache(maxsize=64)
def _clock(moment):
    """The time on the city's clock; the letters of a chunk ask for the same moment one after the other."""
    return timezone.localtime(moment).time()


def next_open(moment: datetime, rules: OutreachRules) -> datetime:
    """Return the moment itself, or the end of the quiet hours it lies in."""
    if not is_quiet(moment, rules):
        return moment
    here = timezone.localtime(moment)
    ends = _at(here.date(), rules.quiet_until)
    return ends if ends > moment else _at(here.date() + _DAY, rules.quiet_until)


def waits_until(moment: datetime, rules: OutreachRules) -> datetime | None:
    """Return until when a letter that would leave at this moment waits: the end of the quiet hours, or None outside of them."""
    return next_open(moment, rules) if is_quiet(moment, rules) else None


def next_quiet(moment: datetime, rules: OutreachRules) -> datetime:
    """Return when the quiet hours after an open moment begin; a day in ten years where there are none."""
    if rules.quiet_from == rules.quiet_until:
        return moment + LATER_THAN_ANY
    here = timezone.localtime(moment)
    begins = _at(here.date(), rules.quiet_from)
    return begins if begins > moment else _at(here.date() + _DAY, rules.quiet_from)


def _at(day: date, clock: time) -> datetime:
    """Return a time on the city's clock; one that a clock change leaves out is the hour after (PEP 495)."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(ZoneInfo("UTC"))


@dataclass(frozen=True)
class Slot:
    """So many letters from a moment on, one each `step` seconds."""

    start: datetime
    count: int
    step: float

    @property
    def end(self) -> datetime:
        """When the next letter may follow."""
        return self.start + timedelta(seconds=self.count * self.step)


@dataclass
class Pace:
    """Hands out the moments at which letters are due, in order. `used` is how many letters are owed on each day already."""

    rules: OutreachRules
    cursor: datetime
    used: Counter = field(default_factory=Counter)

    def slots(self, count: int) -> Iterator[Slot]:
        """Yield when so many letters are due: within the open hours, not faster than the office wants, not more on a day."""
        step = 1 / self.rules.per_second if self.rules.per_second else 0.0
        while count > 0:
            self.cursor = next_open(self.cursor, self.rules)
            day = timezone.localdate(self.cursor)
            fits = min(count, self._until_quiet(step), self._left_on(day))
            if fits <= 0:
                self.cursor = self._next_day_or_window(day)
                continue
            slot = Slot(self.cursor, fits, step)
            self.used[day] += fits
            self.cursor = slot.end
            count -= fits
            yield slot

    def moments(self, count: int) -> Iterator[datetime]:
        """Yield when each of so many letters is due."""
        for slot in self.slots(count):
            yield from (slot.start + timedelta(seconds=number * slot.step) for number in range(slot.count))

    def _until_quiet(self, step: float) -> int:
        """How many leave before the quiet hours and before midnight: a letter belongs to the day on which it is due."""
        if not step:
            return 1 << 40
        midnight = _at(timezone.localdate(self.cursor) + _DAY, time(0))
        return int((min(next_quiet(self.cursor, self.rules), midnight) - self.cursor).total_seconds() / step)

    def _left_on(self, day: date) -> int:
        return self.rules.per_day - self.used[day] if self.rules.per_day else 1 << 40

    def _next_day_or_window(self, day: date) -> datetime:
        midnight = _at(day + _DAY, time(0))
        is_spent = self._left_on(day) <= 0
        return midnight if is_spent else min(next_quiet(self.cursor, self.rules), midnight)
