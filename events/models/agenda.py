"""What is on the agenda, the papers to it, and who wants to speak."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked
from people.models import Person


@tracked()
class AgendaItem(models.Model):
    """A point of the agenda, with its minutes."""

    translated_fields = ("title", "text")
    personal_fields = {}
    plain_fields = ("id", "event", "title", "text", "minutes", "presented_by", "asks_decision", "order")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    presented_by = models.CharField(_("presented by"), max_length=150, blank=True)
    asks_decision = models.BooleanField(_("to be decided"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")

    def __str__(self):
        return self.title


@tracked(without=["content"])
class Paper(models.Model):
    """A document for an event: a link, or a PDF file kept here and only ever given out as a download."""

    translated_fields = ("title",)
    personal_fields = {}
    plain_fields = ("id", "event", "item", "title", "link", "content", "file_name", "language", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(AgendaItem, verbose_name=_("to the point"), null=True, blank=True, on_delete=models.SET_NULL, related_name="papers")
    title = models.CharField(_("title"), max_length=150)
    link = models.URLField(_("link"), max_length=500, blank=True)
    content = models.BinaryField(null=True, editable=False)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=12, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")

    def __str__(self):
        return self.title


@tracked()
class Speaker(models.Model):
    """Somebody on the speakers’ list: signed up before, or with a raised hand; any name will do."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SPEAKING = "speaking", _("speaking")
        DONE = "done", _("has spoken")
        GONE = "gone", _("was not there")

    personal_fields = {"name": "30 days after the event", "topic": "30 days after the event"}
    plain_fields = ("id", "event", "person", "state", "attends", "order", "started_at", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="speaking")
    name = models.CharField(_("name to call"), max_length=80)
    topic = models.CharField(_("about"), max_length=150, blank=True)
    attends = models.CharField(_("speaks"), max_length=9, choices=[("in_person", _("in the room")), ("online", _("online or by phone"))], default="in_person")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    order = models.PositiveIntegerField(_("order"), default=0)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers’ list")
        constraints = [models.UniqueConstraint(fields=["event"], condition=Q(state="speaking"), name="one_speaks_at_a_time")]

    def __str__(self):
        return f"speaker {self.pk}"
