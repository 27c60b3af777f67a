"""What is left of an event: notes, minutes, figures, photos, a recording, and what people say of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked, tracked_links
from people.models import PartnerOrganization


@tracked()
class EventRecord(models.Model):
    """The record of one event: who was there in numbers, what was said and decided."""

    class Minutes(models.TextChoices):
        NONE = "", _("none")
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")

    translated_fields = ("notes",)
    personal_fields = {}
    plain_fields = (
        "id", "event", "headcount", "online_headcount", "present", "organizations", "notes", "minutes", "minutes_state", "votes", "approved_at", "recording_link",
        "captions_link", "transcript", "published_at", "told_at", "changed_at",
    )  # fmt: skip

    event = models.OneToOneField(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="record")
    headcount = models.PositiveIntegerField(_("people in the room"), null=True, blank=True)
    online_headcount = models.PositiveIntegerField(_("people online"), null=True, blank=True)
    present = models.TextField(_("present"), blank=True, help_text=_("Members and officials, one a line: they are there in their office."))
    organizations = models.ManyToManyField(PartnerOrganization, verbose_name=_("organizations present"), blank=True, related_name="attended_events")
    notes = models.TextField(_("notes"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_state = models.CharField(_("minutes are"), max_length=9, choices=Minutes, default=Minutes.NONE, blank=True)
    votes = models.TextField(_("votes"), blank=True, help_text=_("One a line: what was voted on, yes, no, not voting."))
    approved_at = models.DateTimeField(_("minutes approved"), null=True, editable=False)
    recording_link = models.URLField(_("recording"), max_length=500, blank=True)
    captions_link = models.URLField(_("captions"), max_length=500, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    told_at = models.DateTimeField(_("people told"), null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.CheckConstraint(
                condition=Q(recording_link="") | ~Q(captions_link="") | ~Q(transcript=""),
                name="recording_has_captions_or_transcript",
                violation_error_message=_("A recording needs captions or a transcript."),
            )
        ]

    def __str__(self):
        return str(self.event)


@tracked()
class Figure(models.Model):
    """A number that came of an event, such as bags filled."""

    translated_fields = ("name",)
    personal_fields = {}
    plain_fields = ("id", "event", "name", "number")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="figures")
    name = models.CharField(_("what was counted"), max_length=80, help_text=_("Such as bags filled."))
    number = models.PositiveIntegerField(_("how many"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="one_figure_per_event_and_name")]

    def __str__(self):
        return f"{self.name}: {self.number}"


@tracked(without=["content"])
class Photo(models.Model):
    """A photo of an event, drawn anew without metadata; who can be recognized has agreed."""

    translated_fields = ("description",)
    personal_fields = {}
    plain_fields = ("id", "event", "content", "width", "height", "description", "consent", "consented_on", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")
    content = models.BinaryField(editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)
    description = models.CharField(_("what is to be seen"), max_length=200, help_text=_("For people who cannot see it."))
    consent = models.CharField(
        _("consent"), max_length=9, choices=[("agreed", _("everybody to be recognized has agreed")), ("nobody", _("nobody can be recognized"))]
    )
    consented_on = models.DateField(_("agreed on"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self):
        return self.description


@tracked()
class Feedback(models.Model):
    """What somebody says of an event afterwards; nothing says who."""

    class Source(models.TextChoices):
        WEB = "web", _("on the web")
        PAPER = "paper", _("by the short address on paper")
        PHONE = "phone", _("on the phone")

    personal_fields = {"text": "12 months after the event"}
    plain_fields = ("id", "event", "welcome", "heard", "source", "language", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="feedback")
    welcome = models.PositiveSmallIntegerField(_("I felt welcome"), null=True, blank=True, help_text="1 (not at all) to 5 (very much).")
    heard = models.PositiveSmallIntegerField(_("I was heard"), null=True, blank=True, help_text="1 (not at all) to 5 (very much).")
    text = models.TextField(_("what we should do differently"), blank=True)
    source = models.CharField(_("source"), max_length=5, choices=Source, default=Source.WEB)
    language = models.CharField(_("language"), max_length=12, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(condition=Q(welcome=None) | Q(welcome__range=(1, 5)), name="welcome_from_1_to_5"),
            models.CheckConstraint(condition=Q(heard=None) | Q(heard__range=(1, 5)), name="heard_from_1_to_5"),
        ]

    def __str__(self):
        return f"feedback {self.pk}"


@tracked_links("RecordOrganizationChange")
class RecordOrganization(EventRecord.organizations.through):
    """Which organizations were there."""

    personal_fields = {}
    plain_fields = ()

    class Meta:
        proxy = True
        default_permissions = ()
