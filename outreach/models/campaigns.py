"""Mail to many: who gets it, what it says in each language, and how far it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from outreach.models.topics import Topic
from people.models import Office
from sharing.models import TrackedLink


@tracked()
class Segment(models.Model):
    """Some of the people who want to hear from an office, as a rule that is asked anew each time it is used."""

    personal_fields = {}
    plain_fields = ("id", "office", "name", "rule", "made_by", "created_at", "changed_at")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="segments")
    name = models.CharField(_("name"), max_length=120)
    rule = models.JSONField(_("rule"), default=dict, blank=True, help_text="See `outreach.segments`: conditions, combined and excluded; ids and words, no SQL.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_segment_per_office_and_name")]

    def __str__(self):
        return self.name


class CampaignQuerySet(models.QuerySet):
    """Campaigns, as the office speaks of them."""

    def on_their_way(self):
        """Being sent, or paused in the middle."""
        return self.filter(state__in=[Campaign.State.SENDING, Campaign.State.PAUSED])

    def archived(self):
        """Sent, and open to everybody in the archive."""
        return self.filter(state=Campaign.State.SENT, in_archive=True)


@tracked(without=["recipients", "counted_at"])
class Campaign(models.Model):
    """One email to many people who agreed to be written to about its topic; its letters are rows of `mailing.Message`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("waiting for a second person")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    class Fallback(models.TextChoices):
        ENGLISH = "english", _("gets the English text, with a line in their language saying so")
        LEAVE_OUT = "leave_out", _("is left out")

    translated_fields = ("subject", "body")
    personal_fields = {}
    plain_fields = (
        "id", "office", "name", "topic", "segment", "without", "subject", "body", "fallback", "state", "send_at", "in_archive", "corrects", "made_by", "asked_by",
        "asked_at", "approved_by", "approved_at", "undo_until", "started_at", "finished_at", "cancelled_at", "paused_at", "recipients", "counted_at", "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(_("name"), max_length=120, help_text=_("For staff only."))
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="campaigns", help_text=_("Only people who want this topic get it.")
    )
    segment = models.ForeignKey(Segment, verbose_name=_("only to"), null=True, blank=True, on_delete=models.PROTECT, related_name="campaigns")
    without = models.ForeignKey(Segment, verbose_name=_("not to"), null=True, blank=True, on_delete=models.PROTECT, related_name="campaigns_without")
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"), help_text=_("Plain Markdown. Placeholders in double brackets: [[name]], [[office]], [[phone]]."))
    fallback = models.CharField(_("a reader whose language has no finished translation"), max_length=9, choices=Fallback, default=Fallback.ENGLISH)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    in_archive = models.BooleanField(_("in the public archive"), default=True)
    corrects = models.ForeignKey("self", verbose_name=_("corrects"), null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    undo_until = models.DateTimeField(null=True, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True, editable=False)
    recipients = models.PositiveIntegerField(_("recipients"), default=0, editable=False)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        permissions = [("approve_campaign", _("Can approve campaigns"))]
        constraints = [models.CheckConstraint(condition=~Q(state="sending") | Q(started_at__isnull=False), name="campaign_being_sent_was_started")]
        indexes = [models.Index(fields=["send_at"], name="campaign_to_start", condition=Q(state="scheduled"))]

    def __str__(self):
        return self.name

    @property
    def ref(self):
        """Its name in letters: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


class CampaignText(models.Model):
    """What a campaign says in one language, frozen when it starts: the letters keep no copy of their own."""

    personal_fields = {}
    plain_fields = ("id", "campaign", "language", "is_fallback", "subject", "text", "html", "made_at")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    is_fallback = models.BooleanField(default=False, help_text="There was no finished translation: the words are English.")
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "language"], name="one_text_per_campaign_and_language")]

    def __str__(self):
        return f"{self.campaign} ({self.language})"


class CampaignLink(models.Model):
    """A link in a campaign, counted for all of its readers together."""

    personal_fields = {}
    plain_fields = ("id", "campaign", "link", "position")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="links")
    link = models.ForeignKey(TrackedLink, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "link"], name="one_counted_link_per_campaign")]

    def __str__(self):
        return str(self.link)
