"""Office days: weekdays that are no holidays, on the clock of the place."""

from datetime import datetime, timedelta

from places.models import Holiday


def next_office_day_end(*, now, zone, closes):
    """Return the closing time (an aware datetime) of the next office day after today's date in the zone."""
    today = now.astimezone(zone).date()
    holidays = set(Holiday.objects.filter(date__gt=today, date__lte=today + timedelta(days=21)).values_list("date", flat=True))
    day = today + timedelta(days=1)
    while day.weekday() >= 5 or day in holidays:
        day += timedelta(days=1)
    return datetime.combine(day, closes, tzinfo=zone)
