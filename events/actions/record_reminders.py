"""Whoever leads an event is reminded of its notes on the third and the seventh day after it."""

from datetime import datetime, timedelta

from django.utils import timezone

from events.letters import records as letters
from events.models import Event
from people import absences

DAYS = (7, 3)  # after the end; whoever is late with both hears of the later one only
LATEST = timedelta(days=14)
DAYTIME = range(9, 18)  # hours of the city


def sweep(*, now: datetime) -> int:
    """Owe the reminders that are due; returns how many are new. Safe to run twice."""
    if timezone.localtime(now).hour not in DAYTIME:
        return 0
    missing = Event.objects.filter(state__in=[Event.State.PUBLISHED, Event.State.HELD], ends__lte=now - timedelta(days=min(DAYS)), ends__gt=now - LATEST)
    return sum(_remind(event, now) for event in missing.select_related("office").prefetch_related("leads").order_by("pk")[:500])


def _remind(event, now):
    day = next(day for day in DAYS if event.ends <= now - timedelta(days=day))
    return sum(letters.notes_missing(event, address=address, day=day, now=now) for address in addresses(event, now))


def addresses(event: Event, now: datetime) -> list[str]:
    """Return where what is meant for the organizer goes: to the leads or whoever stands in for them, else to the contact, else to the office."""
    leads = [user for user in event.leads.all() if user.is_active and user.is_staff]
    reached = [one.email for one in absences.reached(leads, now=now)] if leads else []
    return reached or [event.contact_email or event.office.email]
