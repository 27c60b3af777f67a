"""Addresses that refuse mail, and letters that came back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailing.models.letters import Message


class Suppression(models.Model):
    """An address that refuses our letters or asked for none, known by its keyed hash only."""

    class Reason(models.TextChoices):
        REFUSED = "refused", _("the mail server refused it")
        COMPLAINED = "complained", _("marked as spam")
        ASKED = "asked", _("asked for no mail")

    personal_fields = {}
    plain_fields = ("id", "address_hash", "reason", "smtp_reply", "created_at")

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    smtp_reply = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")

    def __str__(self):
        return self.get_reason_display()


class Returned(models.Model):
    """One letter that came back, or was complained of, as a mail server or the mail provider reported it; kept for twelve months."""

    class Kind(models.TextChoices):
        HARD = "hard", _("no such mailbox")
        SOFT = "soft", _("not taken this time")
        BLOCKED = "blocked", _("refused for what we are or wrote")
        COMPLAINT = "complaint", _("marked as spam")
        LEFT = "left", _("left through the mail program")

    personal_fields = {}
    plain_fields = ("id", "source", "event", "kind", "address_hash", "message", "status", "words", "day", "acted_on", "created_at")

    source = models.CharField(_("reported by"), max_length=20, help_text="Name of the provider, or “mailbox”.")
    event = models.CharField(max_length=64, help_text="Hash of what names the report: told twice, it counts once.")
    kind = models.CharField(_("what happened"), max_length=9, choices=Kind)
    address_hash = models.CharField(max_length=64)
    message = models.ForeignKey(Message, verbose_name=_("letter"), null=True, on_delete=models.SET_NULL, related_name="returns", db_index=False)
    status = models.CharField(_("status"), max_length=12, blank=True, help_text="RFC 3463.")
    words = models.CharField(_("what the mail server said"), max_length=300, blank=True)
    day = models.DateField(_("day"))
    acted_on = models.BooleanField(_("the address gets no more letters for it"), default=False)
    created_at = models.DateTimeField(_("reported"))

    class Meta:
        verbose_name = _("letter that came back")
        verbose_name_plural = _("letters that came back")
        constraints = [models.UniqueConstraint(fields=["source", "event"], name="one_return_per_report")]
        indexes = [
            models.Index(fields=["address_hash", "-day"], name="returned_address"),
            models.Index(fields=["message"], name="returned_message", condition=models.Q(message__isnull=False)),
        ]

    def __str__(self):
        return self.get_kind_display()
