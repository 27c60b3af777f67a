"""The coming seven days in numbers and in a few examples, for the home page."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, Sum
from django.utils import timezone

from events.browsing import week
from languages import formats
from volunteers.browsing import lists
from volunteers.models import Card, Opportunity, ShiftRole

DAYS = 7
EXAMPLES = 3
MOST_NEEDED = 6
KEPT_SECONDS = 15
A_MOMENT = timedelta(microseconds=1)  # before midnight: what begins at midnight begins the day
_kept = []

FIRST_OF_EACH_DAY = f"""
SELECT found.* FROM unnest(%(begins)s::timestamptz[], %(ends)s::timestamptz[]) AS day (begins, ends)
CROSS JOIN LATERAL (
    SELECT {", ".join(lists.COLUMNS)} FROM volunteers_card
    WHERE has_room AND NOT cancelled AND starts > day.begins AND starts < day.ends
    ORDER BY starts, id LIMIT %(examples)s
) found
"""


@dataclass(frozen=True)
class Numbers:
    """How many places are free in the coming seven days, how many events there are, and how many things to do have a place, by neighborhood (id)."""

    places: int = 0
    events: int = 0
    by_neighborhood: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Day:
    """One day with its first few things to do: pairs of a card and its times."""

    date: object
    words: str
    lines: list
    has_work: bool = True
    has_events: bool = False


def numbers(now):
    """Return the numbers as they were at most fifteen seconds ago."""
    if not _kept or time.monotonic() - _kept[0][0] > KEPT_SECONDS:
        _kept[:] = [(time.monotonic(), _count(now))]
    return _kept[0][1]


def forget():
    """Count again at the next page."""
    _kept.clear()


def needed_and_days(*, language, now):
    """Return (the cards needed most, the seven days): what is urgent first, then what is soonest, each thing once."""
    free = Card.objects.open().filter(starts__gt=now)
    needed = _each_once(free.filter(starts__lt=now + timedelta(days=DAYS)).order_by("-urgent", "starts", "id").values(*lists.COLUMNS)[: MOST_NEEDED * 4])
    by_day = _first_of_each_day(now)
    meetings = _events_of_each_day(now, language)
    rows = {row["id"]: row for row in [*needed, *(row for rows in by_day.values() for row in rows)]}
    shown = dict(zip(rows, lists.shown(list(rows.values()), language=language, now=now), strict=True))
    days = []
    for day in sorted({*by_day, *meetings}):
        lines = [(shown[row["id"]], _times(row)) for row in by_day.get(day, [])]
        found = [(card, card.times) for card in meetings.get(day, [])]
        days.append(Day(day, formats.weekday_date(day), [*lines, *found], has_work=bool(lines), has_events=bool(found)))
    return [shown[row["id"]] for row in needed], days


def _times(row):
    zone = ZoneInfo(row["time_zone"])
    return formats.time_range(row["starts"].astimezone(zone), row["ends"].astimezone(zone))


def _each_once(rows):
    first = {}
    for row in rows:
        first.setdefault(row["opportunity_id"], row)
    return list(first.values())[:MOST_NEEDED]


def _first_of_each_day(now):
    """A few rows from the index for each day, however many lie behind."""
    days, begins, ends = _seven_days(now)
    with connection.cursor() as cursor:
        cursor.execute(FIRST_OF_EACH_DAY, {"begins": begins, "ends": ends, "examples": EXAMPLES})
        rows = [dict(zip(lists.COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    by_day = {day: [row for row in rows if timezone.localdate(row["starts"]) == day] for day in days}
    return {day: found for day, found in by_day.items() if found}


def _events_of_each_day(now, language):
    """A few events of each day: {day: cards}."""
    _days, begins, ends = _seven_days(now)
    by_day = {}
    for card in week.first_of_each_day(begins=begins, ends=ends, most=EXAMPLES, language=language):
        by_day.setdefault(timezone.localdate(card.starts), []).append(card)
    return by_day


def _seven_days(now):
    """The days, and the moments after which each begins and before which it ends; the last one ends with the seventh time round the clock."""
    today = timezone.localdate(now)
    days = [today + timedelta(days=step) for step in range(DAYS + 1)]
    bounds = [*(timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in days), now + timedelta(days=DAYS)]
    return days, [max(now, bounds[0]), *(midnight - A_MOMENT for midnight in bounds[1:-1])], bounds[1:]


def _count(now):
    coming_week = {"starts__gt": now, "starts__lt": now + timedelta(days=DAYS)}
    by_neighborhood = Card.objects.open().filter(**coming_week).order_by().values_list("neighborhood").annotate(Count("id"))
    coming = ShiftRole.objects.filter(
        shift__cancelled_at=None, opportunity__state=Opportunity.State.PUBLISHED, **{f"shift__{key}": value for key, value in coming_week.items()}
    )
    places = coming.aggregate(places=Sum(F("capacity") - F("taken") - F("reserved")))["places"]
    events, meetings = week.counted(now, now + timedelta(days=DAYS))
    together = Counter({area: number for area, number in by_neighborhood if area}) + Counter(meetings)
    return Numbers(places or 0, events, dict(together))
