"""How far a drive is, for the people who run it: every figure in a constant number of queries, whatever the drive's size."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, F, FilteredRelation, Func, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions import appointments
from donations.models import Arrangement, Correction, DonationLine, Drive, DropOffLocation, Need, PickUpRequest, Pledge, PledgeLine, TurnedAway
from languages import formats

DAYS = 14  # shown one by one; what came before stands in one column
AHEAD = 7  # days
LATEST = 10
LAGGING = 10
EXPECTED_SHOWN = 60  # rows of a day at a place


@dataclass(frozen=True)
class Arrived:
    """What came at one location: {day: number}, and before those days."""

    location: DropOffLocation
    by_day: dict[date, int]
    before: int

    @property
    def total(self) -> int:
        """All that came there."""
        return self.before + sum(self.by_day.values())


@dataclass(frozen=True)
class Expected:
    """Promises of one day at one location (none: not said)."""

    day: date
    place: str
    pledges: int
    items: int


@dataclass(frozen=True)
class Board:
    """Everything the board of a drive shows at one moment."""

    drive: Drive
    days: list[date]
    elapsed: int  # percent of the drive's time
    needs: list[Need]
    lagging: list[Need]
    arrived: list[Arrived]
    expected: list[Expected]
    overdue: int  # pledges whose day has passed
    undated: int  # pledges without a day
    turned_away: list[tuple[str, int]]
    turned_away_last: list[TurnedAway]
    pick_ups: list[tuple[str, int]]
    arrangements: list[Arrangement] = field(default_factory=list)

    @property
    def opens_in_words(self) -> str:
        """When the drive opens, on the clock at the place."""
        return formats.day_and_clock(timezone.localtime(self.drive.opens, self.drive.zone))

    @property
    def closes_in_words(self) -> str:
        """When the drive closes, on the clock at the place."""
        return formats.day_and_clock(self.drive.local_closes)

    @property
    def today(self) -> date:
        """Today at the place."""
        return self.days[-1]

    @property
    def arrived_rows(self) -> list[tuple[str, str, int, list[int], int]]:
        """A row for each location: name, state, what came before these days, what on each day, and in all."""
        return [
            (str(one.location), one.location.get_state_display(), one.before, [one.by_day.get(day, 0) for day in self.days], one.total) for one in self.arrived
        ]

    @property
    def need_rows(self) -> list[tuple[str, int, int, int, int]]:
        """A row for each need: item, wanted, promised, received, missing."""
        return [(str(need), need.target, need.taken, need.received, need.missing) for need in self.needs]

    @property
    def expected_rows(self) -> list[tuple[str, str, int, int]]:
        """A row for the first of what is expected: day, place, pledges, items."""
        days = {one.day: formats.weekday_date(one.day) for one in self.expected}
        return [(days[one.day], one.place or _("not said"), one.pledges, one.items) for one in self.expected[:EXPECTED_SHOWN]]

    @property
    def expected_more(self) -> bool:
        """More is expected than is shown."""
        return len(self.expected) > EXPECTED_SHOWN

    @property
    def target(self) -> int:
        """All that is wanted."""
        return sum(need.target for need in self.needs)

    @property
    def promised(self) -> int:
        """All that is promised and has not come."""
        return sum(need.taken for need in self.needs)

    @property
    def received(self) -> int:
        """All that has come."""
        return sum(need.received for need in self.needs)

    @property
    def missing(self) -> int:
        """All that is neither promised nor here."""
        return sum(need.missing for need in self.needs)


def of(drive: Drive, *, now: datetime, with_arrangements: bool) -> Board:
    """Return the board of a drive; days are days at the place."""
    today = timezone.localtime(now, drive.zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    needs = list(Need.objects.filter(drive=drive).select_related("item"))
    elapsed = _elapsed(drive, now)
    expected, overdue, undated = _expected(drive, today)
    return Board(
        drive=drive, days=days, elapsed=elapsed, needs=needs, lagging=_lagging(needs, elapsed), arrived=_arrived(drive, days), expected=expected, overdue=overdue,
        undated=undated, turned_away=_turned_away(drive), turned_away_last=list(TurnedAway.objects.filter(location__drive=drive).select_related("location__venue")[:LATEST]),
        pick_ups=_pick_ups(drive), arrangements=_arrangements(drive) if with_arrangements else [],
    )  # fmt: skip


def _elapsed(drive, now):
    share = (now - drive.opens) / (drive.closes - drive.opens)
    return round(100 * min(1, max(0, share)))


def covered(need: Need) -> int:
    """How much of a need is promised or here, in percent, 100 at most."""
    return min(100, round(100 * (need.taken + need.received) / need.target))


def _lagging(needs, elapsed):
    """The needs of which less is promised or here than of the time is gone; what misses most first, nice-to-have last."""
    behind = [need for need in needs if covered(need) < elapsed]
    return sorted(behind, key=lambda need: (need.priority == Need.Priority.EXTRA, covered(need), need.pk))[:LAGGING]


def _arrived(drive, days):
    """What came, by location and day: donated, and what was counted wrong put right."""
    came = _by_day(DonationLine.objects.filter(donation__drive=drive), "donation__location", "donation__received_at", Sum("quantity"), drive, days)
    sums = Counter(came)
    wrong = Correction.objects.filter(location__drive=drive, kind=Correction.Kind.MISCOUNT)
    sums.update(_by_day(wrong, "location", "at", Sum("change"), drive, days))
    locations = DropOffLocation.objects.filter(drive=drive).select_related("venue")
    found = [Arrived(one, {day: sums[one.pk, day] for day in days if sums[one.pk, day]}, sums[one.pk, None]) for one in locations]
    return sorted(found, key=lambda one: -one.total)


def _by_day(rows, location, moment, amount, drive, days):
    """Return {(location, day at the place): number}, all days before these as None.

    The moments are put between the days' beginnings: to turn each into a day of a time zone takes PostgreSQL five times as long.
    """
    begins = [datetime.combine(day, time.min, tzinfo=drive.zone) for day in days]
    place = Func(F(moment), Value(begins, output_field=ArrayField(DateTimeField())), function="width_bucket", output_field=IntegerField())
    counted = rows.order_by().annotate(place_in_days=place).values_list(location, "place_in_days").annotate(number=amount)
    return {(location, days[place - 1] if place else None): number for location, place, number in counted}


def _expected(drive, today):
    """Promises of the next days by day and place, the day being that of the appointment; how many have a day that has passed, and how many have none."""
    standing = Q(state__in=[Pledge.State.PROMISED, Pledge.State.PARTLY])
    lines = PledgeLine.objects.filter(standing, pledge__drive=drive, quantity__gt=F("brought")).annotate(
        time=_appointment("pledge__"), day=_day(drive, "pledge__")
    )
    rows = lines.filter(day__gte=today, day__lt=today + timedelta(days=AHEAD)).order_by("day", "pledge__location__venue__name")
    rows = rows.values("day", "pledge__location__venue__name").annotate(pledges=Count("pledge", distinct=True), items=Sum(F("quantity") - F("brought")))
    expected = [Expected(row["day"], row["pledge__location__venue__name"] or "", row["pledges"], row["items"]) for row in rows]
    pledges = Pledge.objects.filter(standing, drive=drive).annotate(time=_appointment(), day=_day(drive))
    counts = pledges.aggregate(overdue=Count("pk", filter=Q(day__lt=today)), undated=Count("pk", filter=Q(day=None)))
    return expected, counts["overdue"], counts["undated"]


def _appointment(path=""):
    """The appointment of a pledge, of which it has one at most."""
    return FilteredRelation(f"{path}appointments", condition=Q(**{f"{path}appointments__state__in": appointments.LIVE}))


def _day(drive, path=""):
    return Coalesce(TruncDate("time__window__starts", tzinfo=drive.zone), f"{path}expected_day")


def _turned_away(drive):
    rows = TurnedAway.objects.filter(location__drive=drive).order_by().values_list("reason").annotate(number=Count("pk")).order_by("-number", "reason")
    return [(TurnedAway.Reason(reason).label, number) for reason, number in rows]


def _pick_ups(drive):
    rows = dict(PickUpRequest.objects.filter(drive=drive).order_by().values_list("state").annotate(number=Count("pk")))
    return [(state.label, rows[state.value]) for state in PickUpRequest.State if rows.get(state.value)]


def _arrangements(drive):
    """What is asked and agreed with donors, the soonest reply first."""
    known = Arrangement.objects.filter(drive=drive, state__in=[Arrangement.State.ASKED, Arrangement.State.AGREED])
    return list(known.select_related("person", "owner", "need__item").order_by(F("replied_at").asc(nulls_first=True), "reply_by", "pk")[: LATEST * 2])
