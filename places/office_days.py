"""Office days: weekdays that are no holidays, on the clock of the place."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from places.models import Holiday

SATURDAY = 5


def next_office_day_end(*, now, zone, closes):
    """Return the closing time (an aware datetime) of the next office day after today's date in the zone."""
    today = now.astimezone(zone).date()
    holidays = set(Holiday.objects.filter(date__gt=today, date__lte=today + timedelta(days=21)).values_list("date", flat=True))
    day = today + timedelta(days=1)
    while not is_office_day(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, closes, tzinfo=zone)


def holidays_between(first: date, last: date) -> set[date]:
    """Return the holidays from one day to another, both included; one query."""
    return set(Holiday.objects.filter(date__gte=first, date__lte=last).values_list("date", flat=True))


def is_office_day(day: date, holidays: set[date]) -> bool:
    """Tell whether the offices are open: a weekday that is no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def office_days_before(day: date, count: int) -> date:
    """Return the office day that lies so many office days before a day; that day itself, and weekends and holidays, are not counted."""
    earlier = day - timedelta(days=count * 2 + 30)  # wide enough for every year's holidays
    holidays, left = holidays_between(earlier, day), count
    while left > 0:
        day -= timedelta(days=1)
        left -= is_office_day(day, holidays)
    return day


def office_hours_before(moment: datetime, hours: int, zone: tzinfo) -> datetime:
    """Return the moment so many hours before another, of which only hours of office days count, all twenty-four of them (M.G.L. c. 30A, s. 20(b)).

    An aware datetime in the zone. Hours are real hours: a day on which the clocks change has one more or one less.
    """
    end, left = moment.astimezone(UTC), timedelta(hours=hours)
    last = moment.astimezone(zone).date()
    holidays = holidays_between(last - timedelta(days=hours // 12 + 30), last)
    while left > timedelta(0):
        day = (end - timedelta(microseconds=1)).astimezone(zone).date()
        begin = datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
        if is_office_day(day, holidays):
            step = min(left, end - begin)
            left -= step
            end -= step
        else:
            end = begin
    return end.astimezone(zone)
