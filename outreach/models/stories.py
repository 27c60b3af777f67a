"""What the office tells: stories of people and places, and notices with a link and a deadline."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from intake.links import is_public
from languages import formats
from people.models import Office
from places.models import Neighborhood


class StoryQuerySet(models.QuerySet):
    """Stories, as the office speaks of them."""

    def published(self, now):
        """Open to everybody."""
        return self.filter(state=Story.State.PUBLISHED, published_at__lte=now)


@tracked(without=["photo", "photo_wide"])
class Story(models.Model):
    """A story with its photo: published with the dated consent of who is in it, and kept in the archive."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        TAKEN_DOWN = "taken_down", _("taken down")

    translated_fields = ("title", "summary", "body", "alt")
    personal_fields = {"consent_by": "as long as the story stands"}
    plain_fields = (
        "id", "office", "slug", "title", "summary", "body", "neighborhood", "photo", "photo_wide", "alt", "consent_on", "consent_words", "state", "published_at",
        "made_by", "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="stories")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("in a sentence"), max_length=300)
    body = models.TextField(_("text"), help_text=_("Plain Markdown."))
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.SET_NULL, related_name="stories")
    photo = models.BinaryField(_("photo"), null=True, blank=True, help_text="WebP, re-encoded, without metadata.")
    photo_wide = models.BinaryField(null=True, blank=True)
    alt = models.CharField(_("what the photo shows, for those who cannot see it"), max_length=300, blank=True)
    consent_by = models.CharField(_("who agreed to be shown"), max_length=200, blank=True)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    consent_words = models.CharField(_("to what they agreed"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.CheckConstraint(condition=~Q(state="published") | Q(published_at__isnull=False), name="published_story_is_dated"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(photo=None) | (~Q(alt="") & Q(consent_on__isnull=False)), name="shown_photo_has_words_and_consent"
            ),
        ]
        indexes = [models.Index(fields=["-published_at"], name="story_published", condition=Q(state="published"))]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("outreach:story", args=[self.slug])


class NoticeQuerySet(models.QuerySet):
    """Notices, as the office speaks of them."""

    def standing(self, today):
        """Published and not over: until the deadline, its own day included."""
        return (
            self.filter(is_published=True, shown_from__lte=today)
            .filter(Q(deadline=None) | Q(deadline__gte=today))
            .filter(Q(shown_until=None) | Q(shown_until__gte=today))
        )


@tracked()
class Notice(models.Model):
    """Something others offer or ask for: a resource, a conference, a grant, a job, a call for proposals."""

    class Kind(models.TextChoices):
        RESOURCE = "resource", _("resource")
        CONFERENCE = "conference", _("conference")
        GRANT = "grant", _("grant")
        JOB = "job", _("job")
        CALL = "call", _("call for proposals")

    translated_fields = ("title", "text")
    personal_fields = {}
    plain_fields = (
        "id", "office", "kind", "title", "text", "url", "deadline", "shown_from", "shown_until", "is_published", "made_by", "created_at", "changed_at",
    )  # fmt: skip

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    text = models.CharField(_("text"), max_length=600, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    shown_from = models.DateField(_("shown from"))
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self):
        return self.title

    @property
    def deadline_words(self):
        """Until when it holds, in the active language; empty where it says nothing."""
        return gettext("until %(day)s") % {"day": formats.weekday_date(self.deadline)} if self.deadline else ""

    @property
    def leads_to(self):
        """Where it leads; its place among the notices where it names no public page."""
        return self.url if self.url and is_public(self.url) else f"{reverse('outreach:notices')}#notice-{self.pk}"
