"""Editing shifts in tests: an edit, ten minutes, the letters."""

from datetime import timedelta

from mailing.models import Message
from mailing.outbox import rounds
from tests import makers
from volunteers.actions import notices, opportunities, shifts
from volunteers.models import Opportunity, Shift

AFTER = makers.NOW + notices.WINDOW


def move(shift, *, hours=0, venue=None, now=makers.NOW):
    """Begin so many hours later, at another place where one is given."""
    shift = Shift.objects.get(pk=shift.pk)
    by = timedelta(hours=hours)
    return shifts.move(shift=shift, starts=shift.starts + by, ends=shift.ends + by, venue=venue or shift.venue, by=makers.User(), now=now)


def describe(shift, *, now=makers.NOW, **values):
    """Change what a shift says."""
    shift = Shift.objects.get(pk=shift.pk)
    for name, value in values.items():
        setattr(shift, name, value)
    return shifts.describe(shift=shift, by=makers.User(), now=now)


def describe_work(opportunity, *, now=makers.NOW, **values):
    """Change what an opportunity says."""
    opportunity = Opportunity.objects.get(pk=opportunity.pk)
    for name, value in values.items():
        setattr(opportunity, name, value)
    return opportunities.describe(opportunity=opportunity, by=makers.User(), now=now)


def ring(now=AFTER):
    """Send what is due."""
    rounds.Round(lanes=rounds.WORKER, clock=lambda: now).run()


def owed():
    """Return (kind, whose, facts) of the letters about changes that are owed or sent, oldest first."""
    letters = Message.objects.filter(kind__in=["shift_moved", "shift_changed"]).exclude(state="cancelled").select_related("person").order_by("pk")
    return [(one.kind, one.person.name, sorted(fact for part in one.values["was"].values() for fact in part)) for one in letters]
