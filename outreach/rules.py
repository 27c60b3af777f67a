"""How an office writes to many: its own rules, or the usual ones while nobody has set any."""

from datetime import time
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
    return lies_between(time(hour), quiet_from, quiet_until)


def lies_between(clock: time, first: time, last: time) -> bool:
    """Tell whether a time of day lies in a span that may pass midnight; equal ends mean that none does."""
    return first <= clock < last if first <= last else clock >= first or clock < last
