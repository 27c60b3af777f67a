"""Letters owed and sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Office, Person

LETTER_RETENTION = "12 months after sending"


class MessageQuerySet(models.QuerySet):
    """Letters, as the ledger speaks of them."""

    def waiting(self):
        """Owed and not yet with the mail server."""
        return self.filter(state__in=[Message.State.QUEUED, Message.State.SENDING])

    def failed(self):
        """Refused for good, or in doubt."""
        return self.filter(state__in=[Message.State.FAILED, Message.State.AMBIGUOUS])

    def unsettled(self):
        """Refused for good or in doubt, and nobody has dealt with it."""
        return self.failed().filter(settled_at=None)


class Message(models.Model):
    """One letter to one recipient: a row before the resident sees “done”, sent exactly once, its text kept after sending."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")
        AMBIGUOUS = "ambiguous", _("in doubt")

    class Lane(models.IntegerChoices):
        URGENT = 1, _("codes and confirmations")
        NORMAL = 2, _("reminders and changes")
        BULK = 3, _("digest and campaigns")

    personal_fields = {
        "to": LETTER_RETENTION,
        "subject": LETTER_RETENTION,
        "text": LETTER_RETENTION,
        "html": LETTER_RETENTION,
        "values": LETTER_RETENTION,
        "smtp_reply": LETTER_RETENTION,
    }
    plain_fields = (
        "id", "person", "recipient", "office", "lane", "kind", "about", "period", "bundle", "language", "state", "due", "expires",
        "attempts", "doubted", "owner", "position", "claimed_at", "lease", "sent_at", "settled_at", "created_at",
    )  # fmt: skip

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages")
    recipient = models.CharField(max_length=70, help_text="p:<person id> or a:<keyed hash of the address>; never empty.")
    to = models.CharField(_("address"), max_length=254, blank=True, help_text="Only where no person is known: an invitation, a test letter.")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="messages", db_index=False)
    lane = models.PositiveSmallIntegerField(_("lane"), choices=Lane, default=Lane.NORMAL)
    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(_("about"), max_length=60, help_text="app.model:id of what the letter is about.")
    period = models.CharField(_("period"), max_length=60, blank=True)
    bundle = models.CharField(max_length=60, null=True, blank=True, help_text="Letters with the same bundle leave as one.")
    language = models.CharField(_("language"), max_length=12, default="en")
    values = models.JSONField(default=dict, blank=True, help_text="What the letter needs and no record keeps.")
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    due = models.DateTimeField(_("due"))
    expires = models.DateTimeField(_("expires"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    doubted = models.PositiveSmallIntegerField(_("times in doubt"), default=0)
    owner = models.UUIDField(null=True, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    lease = models.DateTimeField(null=True, editable=False)
    smtp_reply = models.CharField(_("mail server's answer"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    settled_at = models.DateTimeField(_("dealt with"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("email", "letter")
        verbose_name_plural = pgettext_lazy("email", "letters")
        # Every index is paid for with each letter that is marked as sent: three of them hold sent letters, and a fourth those to an
        # address without a person, such as codes. The unique one leads with `about`, because letters are looked up by it.
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "recipient", "period"], name="one_message_per_recipient_kind_about_period"),
            models.CheckConstraint(condition=~models.Q(recipient=""), name="message_has_a_recipient"),
        ]
        indexes = [
            models.Index(fields=["lane", "due", "id"], name="message_due", condition=models.Q(state="queued")),
            models.Index(fields=["lease"], name="message_leased", condition=models.Q(state="sending")),
            models.Index(fields=["bundle"], name="message_bundle", condition=models.Q(bundle__isnull=False, state__in=["queued", "sending"])),
            models.Index(fields=["to"], name="message_to", condition=~models.Q(to="")),
            models.Index(fields=["state", "-created_at"], name="message_rest", condition=~models.Q(state__in=["queued", "sending", "sent"])),
        ]

    def __str__(self):
        return f"{self.kind} {self.id}"


class KeptLetter(models.Model):
    """A letter of the demonstration as its reader would see it, links and codes included: it stands in for the mailbox."""

    personal_fields = {"to": "with the demonstration", "subject": "with the demonstration", "text": "with the demonstration", "html": "with the demonstration"}
    plain_fields = ("id", "message", "kept_at")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="kept")
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("kept letter")
        verbose_name_plural = _("kept letters")

    def __str__(self):
        return self.subject
