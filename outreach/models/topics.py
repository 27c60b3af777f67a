"""What the office may write about, who wants it, and how they want it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from mailing.models import AccessLink, new_nonce
from people.models import Office, Person

_RETENTION = "until forgotten, else 24 months after the last activity"


@tracked()
class Topic(models.Model):
    """Something an office writes about: “Ways to volunteer”, “Donation drives”; people subscribe to it."""

    class Kind(models.TextChoices):
        VOLUNTEERING = "volunteering", _("ways to volunteer")
        DRIVES = "drives", _("donation drives")
        EVENTS = "events", _("events and public meetings")
        STORIES = "stories", _("stories")
        NOTICES = "notices", _("resources, grants, jobs and calls for proposals")
        NEWS = "news", _("news of the office")

    translated_fields = ("name", "description")
    personal_fields = {}
    plain_fields = ("id", "office", "kind", "slug", "name", "description", "in_digest", "is_open", "position", "changed_at")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("what it is, in a sentence"), max_length=300)
    in_digest = models.BooleanField(_("part of the weekly email"), default=True)
    is_open = models.BooleanField(_("open"), default=True, help_text=_("A closed topic is offered to nobody and written about no more."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["office", "position", "id"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return self.name


@tracked(without=["last_digest_at", "nonce"])
class Preferences(models.Model):
    """How a person wants to be written to; the links in their letters are computed from the nonce and stored nowhere."""

    class Pace(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("once a month")

    personal_fields = {"neighborhoods": _RETENTION, "interests": _RETENTION}
    plain_fields = ("id", "person", "nonce", "pace", "paused_until", "evening_gaps", "last_digest_at", "created_at", "changed_at")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="preferences")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    pace = models.CharField(_("how often"), max_length=8, choices=Pace, default=Pace.WEEKLY)
    paused_until = models.DateField(_("paused until"), null=True, blank=True, help_text=_("No digest and no campaign before this day."))
    neighborhoods = ArrayField(
        models.BigIntegerField(), verbose_name=_("neighborhoods"), default=list, blank=True, help_text="Ids; empty means the whole city."
    )
    interests = ArrayField(models.BigIntegerField(), verbose_name=_("interests"), default=list, blank=True, help_text="Ids; empty means any.")
    evening_gaps = models.BooleanField(_("gaps nearby in the evening letter"), default=False)
    last_digest_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self):
        return str(self.person)


class SubscriptionQuerySet(models.QuerySet):
    """Subscriptions, as the office speaks of them."""

    def standing(self):
        """Confirmed by whoever reads the address, and not left."""
        return self.filter(state=Subscription.State.CONFIRMED)

    def unproved(self):
        """Asked for on a form; nobody has pressed the button in the letter yet."""
        return self.filter(state=Subscription.State.UNCONFIRMED)


@tracked(without=["link"])
class Subscription(models.Model):
    """A dated consent of one person to be written to about one topic, and its end."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        SUPPRESSED = "suppressed", _("suppressed")

    class Ended(models.TextChoices):
        NOT = "", _("not ended")
        PAGE = "page", _("on the page")
        ONE_CLICK = "one_click", _("with the button of the mail program")
        STAFF = "staff", _("through the office")
        COMPLAINT = "complaint", _("marked as spam")
        BOUNCED = "bounced", _("the address refuses mail")

    personal_fields = {}
    plain_fields = (
        "id", "person", "topic", "state", "link", "language", "consent_version", "source", "asked_at", "confirmed_at", "ended_at", "ended", "entered_by", "changed_at",
    )  # fmt: skip

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="subscriptions")
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="subscriptions", db_index=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    # Without its link nobody can prove the address any more: what waits for it goes as well.
    link = models.ForeignKey(AccessLink, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="subscriptions")
    language = models.CharField(_("language"), max_length=12, default="en")
    consent_version = models.CharField(_("version of the words agreed to"), max_length=20)
    source = models.CharField(_("where it came from"), max_length=100, blank=True, help_text="Channel of a counted link, “sign-up form”, “phone”.")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended = models.CharField(_("how it ended"), max_length=9, choices=Ended, default=Ended.NOT, blank=True)
    entered_by = models.ForeignKey("people.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_subscription_per_person_and_topic"),
            models.CheckConstraint(condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="confirmed_subscription_is_dated"),
        ]
        indexes = [
            models.Index(fields=["topic", "person"], name="subscription_standing", condition=Q(state="confirmed")),
            models.Index(fields=["asked_at"], name="subscription_unproved", condition=Q(state="unconfirmed")),
        ]

    def __str__(self):
        return f"{self.person.called}: {self.topic}"

    @property
    def ref(self):
        """Its name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


class TopicRequestQuerySet(models.QuerySet):
    """Forms of the page of topics, as the verbs speak of them."""

    def waiting(self):
        """Nobody has proved the address yet."""
        return self.filter(settled_at=None)


@tracked(without=["link"])
class TopicRequest(models.Model):
    """What somebody asked for on the page of topics, as it was typed: until the address is proved nothing of a person known already changes."""

    personal_fields = {"neighborhoods": "a week", "interests": "a week"}
    plain_fields = ("id", "person", "link", "topics", "language", "consent_version", "source", "entered_by", "asked_at", "settled_at")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="topic_requests")
    # Without its link nobody can prove the address any more: what waits for it goes as well.
    link = models.ForeignKey(AccessLink, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="topic_requests")
    topics = ArrayField(models.BigIntegerField(), verbose_name=_("topics"), default=list, help_text="Ids.")
    neighborhoods = ArrayField(models.BigIntegerField(), verbose_name=_("neighborhoods"), default=list, blank=True)
    interests = ArrayField(models.BigIntegerField(), verbose_name=_("interests"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    consent_version = models.CharField(_("version of the words agreed to"), max_length=20)
    source = models.CharField(_("where it came from"), max_length=100, blank=True)
    entered_by = models.ForeignKey("people.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    settled_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = TopicRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for topics")
        verbose_name_plural = _("requests for topics")
        indexes = [models.Index(fields=["asked_at"], name="topic_request_asked")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def ref(self):
        """Its name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
