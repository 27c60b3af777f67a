"""Questions in advance, answered in public; and what was said in the room, without names."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from intake.history import tracked
from mailing.models import AccessLink
from people.models import Office, Person

_RETENTION = "12 months after the event; 30 days after a sensitive one"


class QuestionQuerySet(models.QuerySet):
    """Questions, as the office speaks of them."""

    def to_moderate(self):
        """From a proved address, and nobody has looked at it yet."""
        return self.filter(state=Question.State.SUBMITTED, link=None)

    def shown(self):
        """For everybody to read, in the words the office gave it."""
        return self.filter(state__in=[Question.State.ACCEPTED, Question.State.ANSWERED])


@tracked(without=["link"])
class Question(models.Model):
    """What somebody wants to know; nothing of it is public before staff have put it into words for everybody."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("asked")
        ACCEPTED = "accepted", _("accepted")
        MERGED = "merged", _("put together with another")
        DECLINED = "declined", _("not taken")
        ANSWERED = "answered", _("answered")

    translated_fields = ("public_text", "answer")
    personal_fields = {"text": _RETENTION, "declined_because": _RETENTION}
    plain_fields = (
        "id", "event", "person", "language", "public_text", "state", "merged_into", "answer", "answered_by", "answered_at", "link", "moderated_by", "created_at",
        "changed_at",
    )  # fmt: skip

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.PROTECT, related_name="questions")
    person = models.ForeignKey(Person, verbose_name=_("asked by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="questions")
    text = models.TextField(_("question"))
    language = models.CharField(_("language"), max_length=12, default="en")
    public_text = models.TextField(_("the question for everybody to read"), blank=True, help_text=_("Without names or anything that points at one person."))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SUBMITTED)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    declined_because = models.CharField(_("why it was not taken"), max_length=300, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Office, verbose_name=_("answering office"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    moderated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    link = models.ForeignKey(
        AccessLink, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="questions", help_text="The proof of address it waits for."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(condition=~Q(state__in=["accepted", "answered"]) | ~Q(public_text=""), name="public_questions_have_public_words"),
            models.CheckConstraint(condition=~Q(state="answered") | (~Q(answer="") & Q(answered_by__isnull=False)), name="answers_name_the_office"),
            models.CheckConstraint(condition=~Q(state="merged") | Q(merged_into__isnull=False), name="merged_into_another_question"),
        ]
        indexes = [models.Index(fields=["event", "state"], name="question_of_event")]

    def __str__(self):
        return f"question {self.pk}"

    def get_absolute_url(self):
        return reverse("events:question", args=[self.pk])

    @property
    def ref(self):
        """The question's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"


@tracked()
class Remark(models.Model):
    """What was said in the room, by theme, without names."""

    personal_fields = {}
    plain_fields = ("id", "event", "theme", "text", "times", "noted_by", "created_at")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="remarks")
    theme = models.CharField(_("theme"), max_length=80)
    text = models.TextField(_("what was said"), help_text=_("Without names."))
    times = models.PositiveSmallIntegerField(_("said by (people)"), default=1)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["theme", "id"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self):
        return f"{self.theme}: {self.text[:40]}"
