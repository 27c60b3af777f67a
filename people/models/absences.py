"""Absences: until when a colleague is away, and who stands in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked


class AbsenceQuerySet(models.QuerySet):
    """Absences, as the office speaks of them."""

    def on(self, day):
        """The colleague is away on this day."""
        return self.filter(until__gte=day)


@tracked()
class Absence(models.Model):
    """A colleague is away up to and including a day; what would reach them reaches whoever stands in."""

    personal_fields = {}
    plain_fields = ("id", "user", "stand_in", "until", "said_by", "said_at")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, verbose_name=_("colleague"), on_delete=models.CASCADE, related_name="absence")
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("stands in"), on_delete=models.CASCADE, related_name="stands_in_for")
    until = models.DateField(_("away until"))
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [models.CheckConstraint(condition=~Q(user=F("stand_in")), name="somebody_else_stands_in")]

    def __str__(self):
        return f"{self.user}: {self.until:%Y-%m-%d}"
