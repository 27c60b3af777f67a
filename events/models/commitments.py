"""What the office promised at an event, and who wants to hear how it goes on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked
from mailing.models import AccessLink
from people.models import Office, Person


@tracked()
class Commitment(models.Model):
    """What the office promised: each change of its state is told to who asked, followed or came."""

    class State(models.TextChoices):
        MADE = "made", _("promised")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        CHANGED = "changed", _("changed")
        DROPPED = "dropped", _("dropped")

    OPEN = (State.MADE, State.UNDER_WAY, State.CHANGED)

    translated_fields = ("text",)
    personal_fields = {}
    plain_fields = ("id", "event", "office", "text", "due", "state", "created_at", "changed_at")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="commitments")
    office = models.ForeignKey(Office, verbose_name=_("responsible office"), on_delete=models.PROTECT, related_name="commitments")
    text = models.TextField(_("what we promised"))
    due = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.MADE, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["due", "id"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self):
        return self.text[:80]

    def get_absolute_url(self):
        return f"{reverse('events:event', args=[self.event.slug])}#promise-{self.pk}"

    @property
    def ref(self):
        """The commitment's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


@tracked()
class CommitmentStep(models.Model):
    """One change of a commitment's state, in words for everybody."""

    translated_fields = ("text",)
    personal_fields = {}
    plain_fields = ("id", "commitment", "state", "text", "at", "by")

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=9, choices=Commitment.State)
    text = models.TextField(_("what happened"))
    at = models.DateTimeField(_("on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step of a commitment")
        verbose_name_plural = _("steps of a commitment")

    def __str__(self):
        return f"{self.get_state_display()}: {self.text[:40]}"


@tracked(without=["link"])
class Follower(models.Model):
    """Somebody who wants to hear how an event and its promises go on; counts once the address is proved."""

    personal_fields = {}
    plain_fields = ("id", "event", "person", "language", "link", "stopped_at", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="followed_events")
    language = models.CharField(_("language"), max_length=12, default="en")
    link = models.ForeignKey(AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="followers")
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["event", "person"], condition=Q(stopped_at=None), name="one_live_follower_per_event_and_person")]

    def __str__(self):
        return f"follower {self.pk}"

    @property
    def ref(self):
        """The follower's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
