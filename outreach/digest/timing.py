"""When the weekly email of an office is due: a weekday and an hour on the clock of the city, right on clock-change days too."""

from datetime import UTC, date, datetime, time, timedelta

from outreach.models import OutreachRules
from outreach.pace import next_open, next_quiet
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


def letter_due(rules: OutreachRules, start: datetime, number: int) -> datetime:
    """Return when the letter of this number (from 0) may leave (UTC): within the office's pace per second and per day, never in the quiet hours."""
    days = number // rules.per_day if rules.per_day else 0
    within = number % rules.per_day if rules.per_day else number
    seconds = within // rules.per_second if rules.per_second else 0
    moment, left = next_open(next_open(start, rules) + timedelta(days=days), rules), timedelta(seconds=seconds)
    while left >= (room := next_quiet(moment, rules) - moment):  # what the evening has no room for goes on in the morning at the same pace
        moment, left = next_open(moment + room, rules), left - room
    return moment + left


def _due_in_week_of(rules: OutreachRules, day: date) -> datetime:
    """An hour that the clock skips in spring is the next one; of an hour that comes twice in autumn, the first (PEP 495)."""
    on = day + timedelta(days=rules.digest_weekday - day.weekday())
    return datetime.combine(on, time(rules.digest_hour), tzinfo=city_zone()).astimezone(UTC)
