"""Pairs of people who look like one and are two."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models.persons import Person


@tracked()
class TwoPeople(models.Model):
    """The office has looked: these are two people, and nobody is asked about the pair again."""

    personal_fields = {}
    plain_fields = ("id", "first", "second", "said_by", "said_at")

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False, help_text="Whoever has the smaller id.")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pair of two people")
        verbose_name_plural = _("pairs of two people")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_word_about_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order_of_ids"),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}"
