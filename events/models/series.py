"""Series: events that come again by a rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.series import Recurrence, ends_after_it_begins
from intake.history import tracked
from people.models import Office


@tracked()
class EventSeries(Recurrence):
    """A rule by which events come again; what was changed by hand is no longer bound to it."""

    personal_fields = {}
    plain_fields = ("id", "office", "title", "rule", "first", "until", "exceptions", "created_at", "changed_at")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="event_series")
    title = models.CharField(_("title"), max_length=150)

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        constraints = [ends_after_it_begins("event_series_ends_after_it_begins")]

    def __str__(self):
        return f"{self.title}, {self.get_rule_display()}"
