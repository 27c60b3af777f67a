"""When the weekly email of an office is due: a weekday and an hour on the clock of the city, right on clock-change days too."""

from datetime import UTC, date, datetime, time, timedelta

from outreach.models import OutreachRules
from outreach.rules import city_zone

WEEK = timedelta(days=7)


def last_due(rules: OutreachRules, now: datetime) -> datetime:
    """Return the latest moment (UTC) at or before `now` at which the email was due: this week's, else last week's."""
    this_week = _due_in_week_of(rules, now.astimezone(city_zone()).date())
    return this_week if this_week <= now else _due_in_week_of(rules, now.astimezone(city_zone()).date() - WEEK)


def next_due(rules: OutreachRules, now: datetime) -> datetime:
    """Return the first moment (UTC) after `now` at which the email is due."""
    this_week = _due_in_week_of(rules, now.astimezone(city_zone()).date())
    return this_week if this_week > now else _due_in_week_of(rules, now.astimezone(city_zone()).date() + WEEK)


def period_of(due: datetime) -> str:
    """Return the week (ISO 8601) a due moment lies in, on the clock of the city: "2026-W48"."""
    year, week, _weekday = due.astimezone(city_zone()).isocalendar()
    return f"{year}-W{week:02}"


def _due_in_week_of(rules: OutreachRules, day: date) -> datetime:
    """An hour that the clock skips in spring is the next one; of an hour that comes twice in autumn, the first (PEP 495)."""
    on = day + timedelta(days=rules.digest_weekday - day.weekday())
    return datetime.combine(on, time(rules.digest_hour), tzinfo=city_zone()).astimezone(UTC)
