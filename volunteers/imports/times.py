"""The shifts that rows of a table stand for, on the clock of the city."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from intake.refusal import Refused
from languages import formats
from sharing.imports.plan import beside
from volunteers.actions import shifts
from volunteers.models import Opportunity, Shift, ShiftRole

TIMES = ("date", "from", "to")
DAY = {"date": "date"}  # what is refused about the day stands beside the day


@dataclass
class Times:
    """Finds the shifts of rows: the same opportunity at the same start is the same shift, called off or not. Collects new ones, to be made at once."""

    plan: Any
    venues: Any
    by: Any
    now: datetime
    known: dict[tuple[int, datetime], Shift] = field(default_factory=dict)
    off: set[tuple[int, datetime]] = field(default_factory=set)
    in_table: dict[tuple[Any, datetime], int] = field(default_factory=dict)
    roles: dict[int, ShiftRole] = field(default_factory=dict)
    new: list[tuple[Shift, int | None]] = field(default_factory=list)

    def learn(self, opportunities):
        """Ask once for the shifts of these opportunities (ids)."""
        of_these = Shift.objects.filter(opportunity__in=opportunities)
        self.off |= set(of_these.exclude(cancelled_at=None).values_list("opportunity_id", "starts"))
        found = of_these.filter(cancelled_at=None).select_related("venue").annotate(count=Count("roles"))
        self.known |= {(shift.opportunity_id, shift.starts): shift for shift in found.order_by("-pk")}
        self.roles |= {role.shift_id: role for role in ShiftRole.objects.filter(shift__in=found.order_by().values("pk")).order_by("-order", "-pk")}

    def take(self, row, opportunity: Opportunity) -> None:
        """Note what a row says about a shift. Raises Refused, with the column as `field`."""
        starts, ends = self._moments(row)
        self._once(row, opportunity, starts)
        venue = self._venue(row)
        shift = self.known.get((opportunity.pk, starts)) if opportunity.pk else None
        if shift:
            self._compare(row, opportunity, shift, ends, venue)
            return
        if (opportunity.pk, starts) in self.off:
            self.plan.leave(row, lambda: _in_words(opportunity, starts, ends))
            return
        shift = Shift(opportunity=opportunity, venue=venue, starts=starts, ends=ends, time_zone=settings.TIME_ZONE, notes=row.values.get("notes", ""))
        beside("to", shifts.check_times, shift, self.now, columns=DAY)
        self.new.append((shift, row.values.get("places")))
        self.plan.note(row, "new", lambda: _in_words(opportunity, starts, ends))

    def make(self, beat):
        """Make all new shifts with their roles."""
        for start in range(0, len(self.new), 1000):
            some = self.new[start : start + 1000]
            for shift, _places in some:
                shift.opportunity_id = shift.opportunity.pk  # it may have been made a moment ago
            Shift.objects.bulk_create([shift for shift, _places in some])
            ShiftRole.objects.bulk_create([ShiftRole(opportunity_id=shift.opportunity_id, shift=shift, capacity=places) for shift, places in some])
            beat(start)

    def _moments(self, row):
        missing = [name for name in TIMES if name not in row.values]
        if missing:
            raise Refused(_("A shift needs a day, a beginning and an end. This cell is empty."), field=missing[0])
        day, start, end = (row.values[name] for name in TIMES)
        zone = ZoneInfo(settings.TIME_ZONE)
        starts = _on_the_clock(datetime.combine(day, start, tzinfo=zone), "from")
        if start == end:
            raise Refused(_("The shift ends when it begins. Choose a later end."), field="to")
        ends = _on_the_clock(datetime.combine(day if end > start else day + timedelta(days=1), end, tzinfo=zone), "to")
        beside("to", shifts.check_order, starts, ends, columns=DAY, field="to")
        return starts, ends

    def _once(self, row, opportunity, starts):
        same = (opportunity.pk or id(opportunity), starts)
        first = self.in_table.setdefault(same, row.number)
        if first != row.number:
            raise Refused(_("Row %(row)s has the same shift.") % {"row": first}, field="date")

    def _venue(self, row):
        return beside("place", self.venues.find, row.values["place"], columns=DAY) if "place" in row.values else None

    def _compare(self, row, opportunity, shift, ends, venue):
        """A known shift changes through the verbs, so that everyone on it is told."""
        role, places = self.roles.get(shift.pk), row.values.get("places")
        moves = ends != shift.ends or (venue is not None and venue != shift.venue)
        resized = "places" in row.values and role is not None and shift.count == 1 and places != role.capacity
        noted = row.values.get("notes", shift.notes) != shift.notes
        if not (moves or resized or noted):
            self.plan.same += 1
            return
        self.plan.note(row, "changed", lambda: _in_words(opportunity, shift.starts, ends))
        self.plan.steps.append(lambda: self._change(shift, ends, venue or shift.venue, role if resized else None, places, row.values.get("notes", shift.notes)))

    def _change(self, shift, ends, venue, role, places, notes):
        if (ends, venue) != (shift.ends, shift.venue):
            shifts.move(shift=shift, starts=shift.starts, ends=ends, venue=venue, by=self.by, now=self.now)
        if role is not None:
            shifts.change_places(shift_role=role, places=places, by=self.by, now=self.now)
        if notes != shift.notes:
            shift.refresh_from_db()
            shift.notes = notes
            shifts.describe(shift=shift, by=self.by, now=self.now)


def _in_words(opportunity, starts, ends):
    return f"{opportunity.title}, {formats.plain(formats.day_and_times(starts, ends))}"


def _on_the_clock(moment, column):
    """Refuse a time that the clock of that day never shows: it is set forward over it once a year."""
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(tzinfo=None):
        said = _("On %(day)s the clocks are set forward over this time. Choose another one.") % {"day": formats.weekday_date(moment)}
        raise Refused(said, field=column)
    return moment
