"""Series: shifts that come again by a rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.series import Recurrence, ends_after_it_begins
from intake.history import tracked
from volunteers.models.opportunities import Opportunity


@tracked()
class Series(Recurrence):
    """A rule by which shifts come again; what was changed by hand is no longer bound to it."""

    personal_fields = {}
    plain_fields = ("id", "opportunity", "rule", "first", "until", "exceptions", "created_at", "changed_at")

    opportunity = models.ForeignKey(Opportunity, verbose_name=_("opportunity"), on_delete=models.PROTECT, related_name="series")

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [ends_after_it_begins("series_ends_after_it_begins")]

    def __str__(self):
        return f"{self.opportunity}, {self.get_rule_display()}"
