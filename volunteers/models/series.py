"""Series: shifts that come again by a rule."""

from calendar import monthrange
from datetime import timedelta

from dateutil import rrule
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from volunteers.models.opportunities import Opportunity

WEEK = 7


@tracked()
class Series(models.Model):
    """A rule by which shifts come again, on the clock of the place; what was changed by hand is no longer bound to it."""

    class Rule(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        FORTNIGHTLY = "fortnightly", _("every two weeks")
        MONTHLY = "monthly", _("every month, on the same weekday")

    personal_fields = {}
    plain_fields = ("id", "opportunity", "rule", "first", "until", "exceptions", "created_at", "changed_at")

    opportunity = models.ForeignKey(Opportunity, verbose_name=_("opportunity"), on_delete=models.PROTECT, related_name="series")
    rule = models.CharField(_("comes again"), max_length=12, choices=Rule, default=Rule.WEEKLY)
    first = models.DateField(_("first day"))
    until = models.DateField(_("until"))
    exceptions = ArrayField(models.DateField(), verbose_name=_("not on"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("first")), name="series_ends_after_it_begins")]

    def __str__(self):
        return f"{self.opportunity}, {self.get_rule_display()}"

    def days(self):
        """Return the days of the rule that are no exceptions; a fifth weekday of the month is the last one where there are four."""
        skipped = set(self.exceptions)
        return [moment.date() for moment in rrule.rrule(**self._rule(), dtstart=self.first, until=self.until) if moment.date() not in skipped]

    def _rule(self):
        if self.rule == self.Rule.MONTHLY:
            nth = (self.first.day - 1) // WEEK + 1
            is_last = self.first + timedelta(days=WEEK) > self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
            return {"freq": rrule.MONTHLY, "byweekday": rrule.weekday(self.first.weekday())(-1 if is_last and nth == 5 else nth)}
        return {"freq": rrule.WEEKLY, "interval": 2 if self.rule == self.Rule.FORTNIGHTLY else 1}
