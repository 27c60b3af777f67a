"""Where the mail leaves from: which database, and at which address the portal is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked


@tracked(without=["timeline", "seen_at"])
class Origin(models.Model):
    """The one row that says from which database mail leaves, and whether it does: in a copy it no longer fits, and all mail is held."""

    class Why(models.TextChoices):
        COPY = "copy", _("The database is a copy or was restored.")
        MOVED = "moved", _("The portal has another address than before.")
        BY_HAND = "by_hand", _("Somebody held it.")

    ONLY = 1

    personal_fields = {}
    plain_fields = ("id", "database", "timeline", "seen_at", "host", "held_since", "why")

    id = models.SmallIntegerField(primary_key=True, default=ONLY)
    database = models.CharField(max_length=80)
    timeline = models.CharField(max_length=8, blank=True)
    seen_at = models.DateTimeField(null=True)
    host = models.CharField(max_length=253)
    held_since = models.DateTimeField(null=True)
    why = models.CharField(max_length=10, choices=Why, blank=True)

    class Meta:
        verbose_name = _("origin of the mail")
        verbose_name_plural = _("origins of the mail")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_origin")]

    def __str__(self):
        return f"{self.host}: {self.why or 'sends'}"
