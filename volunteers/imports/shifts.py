"""Rows that are shifts of opportunities the office has."""

from django.utils.translation import gettext as _

from intake.refusal import Refused
from sharing.imports import names
from sharing.imports.plan import Plan
from volunteers.imports.opportunities import SOURCE
from volunteers.imports.times import Times
from volunteers.models import Opportunity


class Shifts:
    """Makes the plan of a table of shifts; the opportunity is named by its title or by the id it was imported with."""

    def __init__(self, table, *, office, by, now):
        self.plan = Plan(table)
        known = Opportunity.objects.filter(office=office).exclude(state__in=[Opportunity.State.CANCELLED, Opportunity.State.CLOSED])
        of_import = lambda one: one.source.removeprefix(SOURCE) if one.source.startswith(SOURCE) else ""  # noqa: E731
        unknown = _("This office has no opportunity “%(name)s” that is open or a draft.")
        self.opportunities = names.Names(known, lambda one: one.title, of_import, unknown=unknown)
        self.times = Times(self.plan, names.venues(), by, now)

    def make(self, beat) -> Plan:
        """Return the plan; `beat(rows)` is called now and then."""
        self.times.learn({one.pk for one in self.opportunities.by_key.values()})
        self.plan.take_rows(self._take, beat, field="opportunity")
        self.plan.steps.insert(0, lambda: self.times.make(beat))
        return self.plan

    def _take(self, row):
        opportunity = self.opportunities.find(row.values["opportunity"])
        if opportunity.kind != Opportunity.Kind.SHIFTS:
            raise Refused(_("This is open-ended or remote work, which has no shifts."))
        self.times.take(row, opportunity)
