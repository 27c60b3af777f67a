"""The weekly email, and when and how fast an office writes to many."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Office
from sharing.models import TrackedLink


@tracked()
class OutreachRules(models.Model):
    """How an office writes to many: the day of the digest, the quiet hours, the pace, and who must agree."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    personal_fields = {}
    plain_fields = (
        "id", "office", "digest_is_on", "digest_weekday", "digest_hour", "quiet_from", "quiet_until", "per_second", "per_day", "needs_second_person", "undo_minutes",
        "intro", "changed_at",
    )  # fmt: skip
    translated_fields = ("intro",)

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="outreach_rules")
    digest_is_on = models.BooleanField(_("send the weekly email"), default=True)
    digest_weekday = models.PositiveSmallIntegerField(_("day of the weekly email"), choices=Weekday, default=Weekday.THURSDAY)
    digest_hour = models.PositiveSmallIntegerField(_("hour of the weekly email"), default=9, help_text=_("0 to 23, on the clock of the city."))
    quiet_from = models.TimeField(_("nothing after"), default=time(21))
    quiet_until = models.TimeField(_("nothing before"), default=time(8))
    per_second = models.PositiveIntegerField(_("letters a second at most"), null=True, blank=True)
    per_day = models.PositiveIntegerField(_("letters a day at most"), null=True, blank=True)
    needs_second_person = models.BooleanField(_("a second person approves each campaign"), default=True)
    undo_minutes = models.PositiveSmallIntegerField(_("minutes to take it back"), default=10, help_text=_("Where nobody else approves."))
    intro = models.TextField(_("first words of the weekly email"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rules of outreach")
        verbose_name_plural = _("rules of outreach")
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_at_an_hour_of_the_day"),
            models.CheckConstraint(condition=Q(digest_weekday__lte=6), name="digest_on_a_day_of_the_week"),
        ]

    def __str__(self):
        return str(self.office)


class DigestIssue(models.Model):
    """The weekly email of one office in one week: what it may hold, fixed once, and how far its writing is."""

    class State(models.TextChoices):
        WRITING = "writing", _("being written")
        WRITTEN = "written", _("written")

    personal_fields = {}
    plain_fields = ("id", "office", "period", "due", "state", "contents", "upto", "readers", "written", "made_at", "finished_at")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="digest_issues")
    period = models.CharField(_("week"), max_length=20, help_text="ISO week, such as 2026-W48.")
    due = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WRITING)
    contents = models.JSONField(default=dict, blank=True, help_text="What everybody may read of it in the archive: refs, fixed when the issue was made.")
    upto = models.BigIntegerField(default=0, editable=False, help_text="The last person looked at: where the next batch goes on.")
    readers = models.PositiveIntegerField(_("readers"), default=0)
    written = models.PositiveIntegerField(_("letters"), default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due", "office"]
        verbose_name = _("weekly email")
        verbose_name_plural = _("weekly emails")
        constraints = [models.UniqueConstraint(fields=["office", "period"], name="one_digest_per_office_and_week")]
        indexes = [models.Index(fields=["due"], name="digest_being_written", condition=Q(state="writing"))]

    def __str__(self):
        return f"{self.office}, {self.period}"

    @property
    def ref(self):
        """Its name in letters: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


class DigestLink(models.Model):
    """Where one thing of a weekly email leads, counted for all readers of the issue together."""

    personal_fields = {}
    plain_fields = ("id", "issue", "ref", "link")

    issue = models.ForeignKey(DigestIssue, on_delete=models.CASCADE, related_name="links", db_index=False)
    ref = models.CharField(max_length=60, help_text="app.model:id of the thing.")
    link = models.ForeignKey(TrackedLink, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["issue", "ref"], name="one_counted_link_per_issue_and_thing")]

    def __str__(self):
        return str(self.link)
