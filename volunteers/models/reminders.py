"""Reminders: when they come for one opportunity or shift, and who wants none."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Person
from volunteers.models.opportunities import Opportunity
from volunteers.models.shifts import Shift
from volunteers.models.sign_ups import SignUp


@tracked()
class ReminderPlan(models.Model):
    """When the reminders of an opportunity, or of one shift, come, and a sentence of the office in them; without a plan they come as usual."""

    class Time(models.TextChoices):
        WEEK = "week", _("a week before, at 10 a.m.")
        EARLY = "early", _("three days before, at 10 a.m.")
        EVE = "eve", _("the day before, at 6 p.m.")
        TWO_HOURS = "two_hours", _("two hours before the start")

    AS_USUAL = [Time.EARLY.value, Time.EVE.value]

    translated_fields = ("sentence",)
    personal_fields = {}
    plain_fields = ("id", "opportunity", "shift", "times", "sentence", "changed_at")

    opportunity = models.OneToOneField(Opportunity, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="reminder_plan")
    shift = models.OneToOneField(Shift, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="reminder_plan")
    times = ArrayField(models.CharField(max_length=10, choices=Time), verbose_name=_("reminders"), default=list, blank=True)
    sentence = models.CharField(_("sentence in the reminder"), max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("reminder plan")
        verbose_name_plural = _("reminder plans")
        constraints = [models.CheckConstraint(condition=Q(opportunity=None) ^ Q(shift=None), name="reminders_of_one_thing")]

    def __str__(self):
        return str(self.shift or self.opportunity)


@tracked()
class NoReminders(models.Model):
    """Somebody wants no reminders, of anything or of one sign-up; changes and calling off they are told all the same."""

    personal_fields = {}
    plain_fields = ("id", "person", "sign_up", "by", "since")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="no_reminders")
    sign_up = models.ForeignKey(SignUp, verbose_name=_("sign-up"), null=True, on_delete=models.CASCADE, related_name="no_reminders", help_text="Empty: of all.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.SET_NULL, related_name="+", help_text="Staff, for a caller."
    )
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("wish for no reminders")
        verbose_name_plural = _("wishes for no reminders")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "sign_up"], name="no_reminders_once", nulls_distinct=False)]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


@tracked()
class NoEveningLetter(models.Model):
    """A staff member who wants no evening letter about their own shifts that are short of people."""

    personal_fields = {}
    plain_fields = ("id", "user", "since")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="no_evening_letter")
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("wish for no evening letter")
        verbose_name_plural = _("wishes for no evening letter")
        default_permissions = ()

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
