"""Letters of service: what the office has confirmed in writing, so that anyone who holds one can check it."""

import secrets
import unicodedata

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Office, Person

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are taken for one another on paper: 0 and O, 1, I and L
CODE_LENGTH = 12  # 31 to the power of 12: 59 bits


def new_code():
    """Return a code that nobody can guess."""
    return "".join(secrets.choice(CODE_LETTERS) for _turn in range(CODE_LENGTH))


def clean_code(typed):
    """Return a code as it is stored, from what somebody typed: small letters, hyphens and spaces are fine."""
    return "".join(character for character in unicodedata.normalize("NFKC", typed).upper() if character.isalnum())


@tracked(without=["wrong_tries", "tried_on"])
class ServiceLetter(models.Model):
    """What one letter of service says, as it was on the day it was issued; the person may be forgotten later, the totals stay."""

    personal_fields = {"name": "until the person is forgotten"}
    plain_fields = (
        "id", "person", "office", "first_day", "last_day", "with_days", "minutes", "lines", "code", "issued_at", "issued_by", "revoked_at", "revoked_by",
        "wrong_tries", "tried_on",
    )  # fmt: skip

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="service_letters")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="service_letters")
    name = models.CharField(_("name"), max_length=200, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    with_days = models.BooleanField(_("with single days"), default=False)
    minutes = models.PositiveIntegerField(_("minutes"))
    lines = models.JSONField(default=list, help_text="What it says: [opportunity id, day, minutes, things made] each; no name.")
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("issued by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("withdrawn by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    wrong_tries = models.PositiveSmallIntegerField(default=0, help_text="Wrong names typed with this code on the day `tried_on`.")
    tried_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("letter of service")
        verbose_name_plural = _("letters of service")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="service_letter_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(code__regex=f"^[{CODE_LETTERS}]{{{CODE_LENGTH}}}$"), name="service_letter_code_is_whole"),
        ]

    def __str__(self):
        return self.printed_code

    @property
    @admin.display(description=_("code"), ordering="code")
    def printed_code(self):
        """The code as it stands on paper: in three groups of four."""
        return "-".join(self.code[place : place + 4] for place in range(0, CODE_LENGTH, 4))
