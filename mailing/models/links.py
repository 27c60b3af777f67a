"""What links and codes open."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from people.models import Office, Person


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
