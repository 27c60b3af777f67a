"""When the work is done: the coming eight weeks filled from today, and a little of the past."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from civic.seed.source import chance, number, pick
from civic.seed.work import FEATURED, places_of
from places.models import Holiday
from volunteers.models import Opportunity, Shift, ShiftRole

WEEKS = 8
PAST_WEEKS = 3
BOSTON = ZoneInfo(settings.TIME_ZONE)
SATURDAY, SUNDAY = 5, 6
DAYS = [SATURDAY] * 6 + [SUNDAY] * 3 + [0, 1, 1, 2, 2, 3, 3, 4]
WEEKEND_TIMES = [(time(9), time(12)), (time(10), time(13)), (time(13), time(16)), (time(9, 30), time(11, 30)), (time(14), time(17))]
WEEKDAY_TIMES = [(time(10), time(12)), (time(17, 30), time(19, 30)), (time(16), time(18)), (time(13), time(15)), (time(18), time(20, 30))]
TWO_ROLES = 8  # percent of the shifts
CALLED_OFF = "The heating in the building is out. We will find another day."


def plant_shifts(plan, now):
    """Make shifts and roles; return the roles of shifts still to come and those of shifts that are over, soonest first."""
    holidays = set(Holiday.objects.values_list("date", flat=True))
    made, places = [], []
    for opportunity, row, venue in plan:
        for day in days_of(row, opportunity, now, holidays):
            made.append(_shift(opportunity, row, venue, day))
            places.append(places_of(row, opportunity.kind))
    shifts = Shift.objects.bulk_create(made)
    roles = [role for shift, count in zip(shifts, places, strict=True) for role in _roles(shift, count)]
    roles += [ShiftRole(opportunity=one, capacity=places_of(row, one.kind)) for one, row, _ in plan if one.kind != Opportunity.Kind.SHIFTS]
    ShiftRole.objects.bulk_create(roles)
    with_time = [role for role in roles if role.shift and not role.shift.cancelled_at]
    coming = sorted((role for role in with_time if role.shift.starts > now), key=lambda role: (role.shift.starts, role.id))
    return coming, [role for role in with_time if role.shift.ends <= now]


def days_of(row, opportunity, now, holidays):
    """Return the days on which this work is done, holidays left out."""
    if opportunity.kind != Opportunity.Kind.SHIFTS:
        return []
    key, today = row["opportunity_id"], now.astimezone(BOSTON).date()
    if row["recurrence_type"] == "onetime":
        days = [today + timedelta(days=1 + number("once", key) % (WEEKS * 7 - 1))]
    else:
        days = _weekly(key, today)
    return [day for day in days if day not in holidays]


def _weekly(key, today):
    weekdays = {pick(DAYS, "weekday", key)}
    if key in FEATURED:
        weekdays.add(number("second", key) % 7)
    first = -PAST_WEEKS * 7 if chance(12, "past", key) else 1
    every = 1 if key in FEATURED or chance(60, "weekly", key) else 2
    days = [today + timedelta(days=step) for step in range(first, WEEKS * 7)]
    return [day for day in days if day.weekday() in weekdays and day != today and (day - date(2026, 1, 5)).days // 7 % every == 0]


def _shift(opportunity, row, venue, day):
    times = WEEKEND_TIMES if day.weekday() >= SATURDAY else WEEKDAY_TIMES
    begins, ends = pick(times, "time", row["opportunity_id"], day.weekday() >= SATURDAY)
    return Shift(
        opportunity=opportunity,
        venue=venue,
        starts=datetime.combine(day, begins, tzinfo=BOSTON),
        ends=datetime.combine(day, ends, tzinfo=BOSTON),
        time_zone=settings.TIME_ZONE,
    )


def _roles(shift, places):
    if places < 6 or not chance(TWO_ROLES, "roles", shift.opportunity.slug):
        return [ShiftRole(opportunity=shift.opportunity, shift=shift, capacity=places)]
    welcome = max(2, places // 4)
    return [
        ShiftRole(opportunity=shift.opportunity, shift=shift, name="Set up and clean up", capacity=places - welcome),
        ShiftRole(opportunity=shift.opportunity, shift=shift, name="Welcome people", capacity=welcome, order=1),
    ]


def call_off(coming, now):
    """Call off one shift of the coming days and one whole opportunity, so that their pages can be seen; return what is left."""
    off = next(role.shift for role in coming if role.shift.starts > now + timedelta(days=4))
    Shift.objects.filter(id=off.id).update(cancelled_at=now, reason=CALLED_OFF, sequence=1)
    gone = coming[-1].opportunity
    Opportunity.objects.filter(id=gone.id).update(state=Opportunity.State.CANCELLED, reason="The garden is closed for the winter.")
    return [role for role in coming if role.shift_id != off.id and role.opportunity_id != gone.id]
