"""The rule by which something comes again, on the clock of the place."""

from calendar import monthrange
from datetime import date, timedelta

from dateutil import rrule
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

WEEK = 7


class Recurrence(models.Model):
    """A rule with its first and last day; the concrete model says what comes again."""

    class Rule(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every two weeks")
        MONTHLY = "monthly", _("every month, on the same weekday")

    rule = models.CharField(_("comes again"), max_length=12, choices=Rule, default=Rule.WEEKLY)
    first = models.DateField(_("first day"))
    until = models.DateField(_("until"))
    exceptions = ArrayField(models.DateField(), verbose_name=_("not on"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def days(self) -> list[date]:
        """Return the days of the rule that are no exceptions; a fifth weekday of the month is the last one where there are four."""
        skipped = set(self.exceptions)
        return [moment.date() for moment in rrule.rrule(**self._rule(), dtstart=self.first, until=self.until) if moment.date() not in skipped]

    def _rule(self):
        if self.rule == self.Rule.MONTHLY:
            nth = (self.first.day - 1) // WEEK + 1
            is_last = self.first + timedelta(days=WEEK) > self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
            return {"freq": rrule.MONTHLY, "byweekday": rrule.weekday(self.first.weekday())(-1 if is_last and nth == 5 else nth)}
        return {"freq": rrule.WEEKLY, "interval": 2 if self.rule == self.Rule.FORTNIGHTLY else 1}


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Return the check that the last day is not before the first."""
    return models.CheckConstraint(condition=Q(until__gte=F("first")), name=name)
