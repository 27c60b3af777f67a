"""Letters owed and sent, links in them, addresses that refuse mail, and calls to make instead."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from people.models import Office, Person

_LETTER_RETENTION = "12 months after sending"


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
        "to": _LETTER_RETENTION,
        "subject": _LETTER_RETENTION,
        "text": _LETTER_RETENTION,
        "html": _LETTER_RETENTION,
        "values": _LETTER_RETENTION,
        "smtp_reply": _LETTER_RETENTION,
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


def new_nonce():
    """Return the random part of a link or code; the link itself is computed from it and stored nowhere."""
    return secrets.token_hex(16)


class AccessLink(models.Model):
    """What a link or code opens: proves an address, leads to one thing of one person, or is a calendar; deleting the row revokes it."""

    class Purpose(models.TextChoices):
        PROVE = "prove", _("prove an address")
        MANAGE = "manage", _("see and change one thing")
        HAND_OVER = "hand_over", _("take a thing over from somebody")
        CALENDAR = "calendar", _("read one's own calendar")

    personal_fields = {"address": "30 days after it expires", "phone": "30 days after it expires"}
    plain_fields = (
        "id",
        "purpose",
        "scope",
        "person",
        "address_key",
        "language",
        "office",
        "nonce",
        "wrong_tries",
        "letters",
        "last_letter_at",
        "proved_at",
        "expires",
        "created_at",
    )

    purpose = models.CharField(max_length=10, choices=Purpose)
    scope = models.CharField(max_length=60, blank=True, help_text="app.model:id of the one thing it opens, or “calendar”; empty for proving an address.")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="access_links")
    address = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    address_key = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the normalized address or number: +tags dropped.")
    language = models.CharField(max_length=12, default="en")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT)
    nonce = models.CharField(max_length=32, default=new_nonce)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    letters = models.PositiveSmallIntegerField(default=0)
    last_letter_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True, help_text="Empty until the mail server has taken the letter.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "scope", "person"], condition=~models.Q(scope=""), name="one_link_per_purpose_scope_person"),
            models.UniqueConstraint(fields=["address"], condition=models.Q(purpose="calendar"), name="one_calendar_per_address"),
        ]
        indexes = [models.Index(fields=["address_key", "-created_at"], name="link_address")]

    def __str__(self):
        return f"{self.purpose} {self.id}"


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

    personal_fields = {"number": _LETTER_RETENTION, "script": _LETTER_RETENTION, "note": _LETTER_RETENTION}
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


class Pulse(models.Model):
    """When a task last ran or a trouble was last met, and how often: what /statusz reads."""

    personal_fields = {}
    plain_fields = ("name", "at", "count")

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    count = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self):
        return self.name


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
