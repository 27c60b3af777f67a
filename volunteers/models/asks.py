"""Asks: whom the office asked to help on a shift that was short of people, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Person
from volunteers.models.shifts import Shift, ShiftRole
from volunteers.triggers import FollowRole


class AskQuerySet(models.QuerySet):
    """Asks, as the office speaks of them."""

    def open(self):
        """Neither answered nor closed."""
        return self.filter(answer="", closed_at=None)


@tracked(without=["answered_at"])
class Ask(models.Model):
    """One person, asked once to help in one role of a shift; closed without an answer when the shift is filled, over or called off."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        COMING = "coming", _("coming")
        NOT_THIS_TIME = "not_this_time", _("not this time")

    personal_fields = {}
    plain_fields = ("id", "shift_role", "shift", "person", "asked_at", "asked_by", "answer", "answered_at", "closed_at")

    shift_role = models.ForeignKey(ShiftRole, verbose_name=_("role"), on_delete=models.CASCADE, related_name="asks")
    shift = models.ForeignKey(Shift, null=True, editable=False, on_delete=models.CASCADE, related_name="asks", help_text="Kept by the database from the role.")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="asks", db_index=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(_("answer"), max_length=15, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        constraints = [models.UniqueConstraint(fields=["shift_role", "person"], name="asked_once_per_role")]
        indexes = [
            models.Index(fields=["person", "asked_at"], name="ask_of_person"),
            models.Index(fields=["shift_role"], name="ask_open", condition=Q(answer="", closed_at=None)),
        ]
        triggers = [FollowRole(name="follow_role")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return reverse("volunteers:ask", args=[self.pk])

    @property
    def ref(self):
        """Its name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"

    @property
    def is_open(self):
        """Neither answered nor closed."""
        return not self.answer and self.closed_at is None
