"""How an office writes to many: its own rules, or the usual ones while nobody has set any; and the quiet hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from outreach.models import OutreachRules
from people.models import Office


def rules_of(office: Office) -> OutreachRules:
    """Return the rules of an office; the usual ones, not stored, where it has none."""
    return OutreachRules.objects.filter(office=office).first() or OutreachRules(office=office)


def city_zone() -> ZoneInfo:
    """Return the time zone of the city."""
    return ZoneInfo(settings.TIME_ZONE)


def is_quiet_hour(hour: int, quiet_from: time, quiet_until: time) -> bool:
    """Tell whether an hour of the day (0 to 23) begins within quiet hours, which may pass midnight."""
    return _lies_between(time(hour), quiet_from, quiet_until)


def after_quiet(rules: OutreachRules, moment: datetime) -> datetime:
    """Return the moment itself (UTC), or the end of the quiet hours it lies in; right on days when the clock changes."""
    local = moment.astimezone(city_zone())
    if not _lies_between(local.time(), rules.quiet_from, rules.quiet_until):
        return moment.astimezone(UTC)
    day = local.date() if local.time() < rules.quiet_until else local.date() + timedelta(days=1)
    return datetime.combine(day, rules.quiet_until, tzinfo=city_zone()).astimezone(UTC)


def _lies_between(clock: time, first: time, last: time) -> bool:
    return first <= clock < last if first <= last else clock >= first or clock < last
