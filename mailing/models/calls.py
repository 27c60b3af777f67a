"""Calls to make instead of letters."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from mailing.models.letters import LETTER_RETENTION, Message
from mailing.models.links import AccessLink
from people.models import Office, Person


class CallTask(models.Model):
    """A call to make instead of a letter: number, language, what to say, and what came of it."""

    class Result(models.TextChoices):
        OPEN = "", _("to call")
        CONFIRMED = "confirmed", _("confirmed")
        SAID_YES = "said_yes", _("said yes")
        SAID_NO = "said_no", _("said no")
        NO_ANSWER = "no_answer", _("no answer")
        WRONG_NUMBER = "wrong_number", _("wrong number")
        DROPPED = "dropped", _("no longer needed")

    personal_fields = {"number": LETTER_RETENTION, "script": LETTER_RETENTION, "note": LETTER_RETENTION}
    plain_fields = ("id", "office", "person", "message", "link", "language", "due", "result", "tries", "tried_at", "done_by", "done_at", "created_at")

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="call_tasks")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="call_tasks")
    message = models.OneToOneField(Message, null=True, on_delete=models.CASCADE, related_name="call_task")
    link = models.ForeignKey(AccessLink, null=True, on_delete=models.SET_NULL, related_name="call_tasks")
    number = PhoneNumberField(_("number"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    script = models.TextField(_("what to say"))
    due = models.DateTimeField(_("call by"), null=True)
    result = models.CharField(_("result"), max_length=14, choices=Result, default=Result.OPEN, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("call to make")
        verbose_name_plural = _("to-call list")
        indexes = [models.Index(fields=["office", "due"], name="call_open", condition=models.Q(result=""))]

    def __str__(self):
        return f"call {self.id}"
