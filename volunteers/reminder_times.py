"""When reminders come, and what the office adds to them: the shift's own plan, else the opportunity's, else as usual."""

from datetime import datetime, time, timedelta

from django.utils.translation import get_language

from languages.content import translated
from volunteers.models import NoReminders, ReminderPlan

# Days before and the hour on the clock of the place; no hour: two hours before the start, whatever the clocks did.
TIMES = {"week": (7, 10), "early": (3, 10), "eve": (1, 18), "two_hours": (1, None)}
_TWO_HOURS = timedelta(hours=2)


def plans(shift, opportunity):
    """Return the plans that hold for a shift, its own first."""
    found = [getattr(one, "reminder_plan", None) for one in (shift, opportunity) if one is not None]
    return [plan for plan in found if plan is not None]


def wanted(role):
    """Return the names of the times at which a role's people are reminded."""
    return _wanted(role.shift, role.opportunity)


def _wanted(shift, opportunity):
    return next((plan.times for plan in plans(shift, opportunity)), ReminderPlan.AS_USUAL)


def of_shift(shift) -> dict:
    """Return {name: moment} of the reminders of a shift, the earliest first; none comes after the start."""
    dues = {name: due(shift, name) for name in TIMES if name in _wanted(shift, shift.opportunity)}
    return {name: moment for name, moment in dues.items() if moment < shift.starts}


def due(shift, name):
    """Return when this reminder of a shift is due, by email."""
    days, hour = TIMES[name]
    if hour is None:
        return shift.starts - _TWO_HOURS
    return datetime.combine(shift.local_starts.date() - timedelta(days=days), time(hour), tzinfo=shift.zone)


def sentence(role):
    """Return the office's own sentence for the reminder in the active language, or an empty text."""
    plan = next((plan for plan in plans(role.shift, role.opportunity) if plan.sentence), None)
    if plan is None:
        return ""
    translated([plan], get_language(), ["sentence"])
    return str(plan.words.sentence)


def put_wishes(sign_ups):
    """Note on each sign-up whether its person wants no reminders of it; one query."""
    sign_ups = list(sign_ups)
    wishes = set(NoReminders.objects.filter(person__in={one.person_id for one in sign_ups}).values_list("person", "sign_up"))
    for one in sign_ups:
        one.reminds_of_nothing = (one.person_id, None) in wishes
        one.wants_no_reminders = one.reminds_of_nothing or (one.person_id, one.pk) in wishes


def wanting_none(persons):
    """Return those of these persons (ids) who want to be reminded of nothing."""
    return set(NoReminders.objects.filter(person__in=persons, sign_up=None).values_list("person", flat=True))
