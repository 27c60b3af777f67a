"""How the machinery is doing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pulse(models.Model):
    """When a task last ran or a trouble was last met, and how often: what /statusz reads."""

    personal_fields = {}
    plain_fields = ("name", "at", "count")

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    count = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self):
        return self.name
