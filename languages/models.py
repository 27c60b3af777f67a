"""The city's languages, and texts of records in them."""

import hashlib

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked


@tracked()
class Language(models.Model):
    """A language of the city: offered in the selector when its interface is finished, else a line with the phone number."""

    personal_fields = {}
    plain_fields = ("code", "name", "own_name", "direction", "offered", "call_line", "order")

    code = models.CharField(_("code"), max_length=12, primary_key=True, help_text=_("BCP 47, in lower case, such as zh-hant"))
    name = models.CharField(_("name in English"), max_length=60)
    own_name = models.CharField(_("own name"), max_length=60)
    direction = models.CharField(_("direction"), max_length=3, choices=[("ltr", _("left to right")), ("rtl", _("right to left"))], default="ltr")
    offered = models.BooleanField(_("offered"), default=False, help_text=_("Shown in the language selector; needs a finished interface."))
    call_line = models.CharField(_("call line"), max_length=300, blank=True, help_text=_("One line in this language: call us, an interpreter is free."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")

    def __str__(self):
        return self.own_name


@tracked()
class Translation(models.Model):
    """One field of one record in one language; it goes stale when the English source changes."""

    class Status(models.TextChoices):
        MACHINE = "machine", _("machine")
        DRAFT = "draft", _("draft")
        VERIFIED = "verified", _("verified")

    personal_fields = {}
    plain_fields = ("id", "content_type", "object_id", "field", "language", "text", "status", "source_hash", "changed_at", "record")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.BigIntegerField()
    record = GenericForeignKey()
    field = models.CharField(_("field"), max_length=40)
    language = models.CharField(_("language"), max_length=12)
    text = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    source_hash = models.CharField(max_length=16)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "field", "language"], name="one_translation_per_field")]

    def __str__(self):
        return f"{self.field} ({self.language})"

    def is_stale(self, source):
        """Tell whether the English source has changed since this text was made from it."""
        return self.source_hash != source_hash(source)


def source_hash(source):
    """Return the short hash by which a translation remembers the English text it was made from."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]
