"""Change notices: what is different about a shift since its people were told, and what staff decided to say of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from volunteers.models.opportunities import Opportunity
from volunteers.models.shifts import Shift


class ChangeNoticeQuerySet(models.QuerySet):
    """Notices, as the office speaks of them."""

    def open(self):
        """Neither told nor dropped."""
        return self.filter(closed_at=None)

    def due(self, now):
        """Something is to be told, and the ten minutes are over."""
        return self.open().filter(due__lte=now)


class ChangeNotice(models.Model):
    """What changed about a shift, or about a whole opportunity, since the first edit nobody was told of; one is open at a time.

    A step is {"at": ISO 8601, "was": {fact: value before}}, the oldest first; the facts stand in `volunteers.changes`.
    `tell` names the facts staff said yes to; date and place need no yes. `due` is empty while nothing is sure to be told.
    """

    personal_fields = {"steps": "until told, two days after the shift at the latest"}
    plain_fields = ("id", "opportunity", "shift", "tell", "opened_at", "due", "closed_at", "people", "by")

    opportunity = models.ForeignKey(Opportunity, verbose_name=_("opportunity"), on_delete=models.CASCADE, related_name="change_notices")
    shift = models.ForeignKey(Shift, verbose_name=_("shift"), null=True, on_delete=models.CASCADE, related_name="change_notices")
    steps = models.JSONField(default=list)
    tell = ArrayField(models.CharField(max_length=40), default=list)
    opened_at = models.DateTimeField(_("first edit"))
    due = models.DateTimeField(_("due"), null=True)
    closed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(_("people told"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("changed by"), null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ChangeNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change notice")
        verbose_name_plural = _("change notices")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "shift"], condition=Q(closed_at=None), name="one_open_notice", nulls_distinct=False),
        ]
        indexes = [
            models.Index(fields=["due"], name="change_notice_due", condition=Q(closed_at=None, due__isnull=False)),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
