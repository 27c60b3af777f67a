"""What staff edited of an announced event beside its time and place, while nobody has said yet whether people are told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event


class EventEdit(models.Model):
    """The question “tell the N people?” about one event; at most one is open at a time. Time and place are always told, without a question."""

    personal_fields = {}
    plain_fields = ("id", "event", "facts", "opened_at", "closed_at", "people", "by")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="edits")
    facts = ArrayField(models.CharField(max_length=40), verbose_name=_("what was changed"), default=list)
    opened_at = models.DateTimeField(_("first edit"))
    closed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(_("people told"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("edit of an event")
        verbose_name_plural = _("edits of events")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event"], condition=Q(closed_at=None), name="one_open_event_edit")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
