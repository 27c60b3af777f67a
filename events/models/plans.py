"""The plan before an event and the review after it, on the same fields; and the proof that its notice was posted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked


@tracked()
class EngagementPlan(models.Model):
    """Who should be in the room and how they will hear of it; afterwards what happened, and what we change next time."""

    personal_fields = {}
    plain_fields = (
        "id", "event", "who", "how_they_hear", "supports", "decision", "who_came", "how_they_heard", "supports_used", "what_happened", "change_next_time",
        "planned_at", "reviewed_at", "reviewed_by", "changed_at",
    )  # fmt: skip

    event = models.OneToOneField(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="plan")
    who = models.TextField(_("who should be in the room"), blank=True)
    how_they_hear = models.TextField(_("how they will hear of it"), blank=True)
    supports = models.TextField(_("which supports"), blank=True)
    decision = models.TextField(_("what decision is open"), blank=True)
    who_came = models.TextField(_("who came, and who did not"), blank=True)
    how_they_heard = models.TextField(_("how they heard of it"), blank=True)
    supports_used = models.TextField(_("which supports were used"), blank=True)
    what_happened = models.TextField(_("what happened"), blank=True)
    change_next_time = models.TextField(_("what we change next time"), blank=True)
    planned_at = models.DateTimeField(_("planned"), null=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("plan and review")
        verbose_name_plural = _("plans and reviews")

    def __str__(self):
        return str(self.event)


@tracked()
class NoticePosting(models.Model):
    """Proof that the notice was posted: where, when, by whom, and what it said then."""

    personal_fields = {}
    plain_fields = ("id", "event", "where", "posted_at", "language", "text", "is_late", "sequence", "by", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="postings")
    where = models.CharField(_("where"), max_length=150, help_text=_("Such as the board at City Hall, or a web address."))
    posted_at = models.DateTimeField(_("posted"))
    language = models.CharField(_("language"), max_length=12, default="en")
    text = models.TextField(_("what it said"), editable=False)
    is_late = models.BooleanField(_("late"), default=False, editable=False)
    sequence = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="The event’s own when it was posted: one that was moved since is posted again."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["posted_at", "id"]
        verbose_name = _("posting of the notice")
        verbose_name_plural = _("postings of the notice")

    def __str__(self):
        return f"{self.where}, {self.posted_at:%Y-%m-%d}"
