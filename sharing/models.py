"""Links that are handed out, counted without knowing who follows them."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # easy to read out and to type
LENGTH = 7


def new_code():
    """Return a fresh short code: 34 bits, not a secret."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


class TrackedLink(models.Model):
    """A short address of one page for one channel (a flyer, a newsletter) or partner; the count knows nobody."""

    personal_fields = {}
    plain_fields = ("id", "code", "target", "channel", "followed", "made_by", "made_at")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    target = models.CharField(max_length=300, help_text="A path of this portal, without its language.")
    channel = models.CharField(_("channel"), max_length=100, help_text=_("Such as flyer, newsletter, or a partner’s name."))
    followed = models.PositiveIntegerField(_("followed"), default=0, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["target", "channel", "id"]
        verbose_name = _("counted link")
        verbose_name_plural = _("counted links")
        constraints = [models.UniqueConstraint(fields=["target", "channel"], name="one_link_per_target_and_channel")]

    def __str__(self):
        return f"{self.target} ({self.channel})"


class Heard(models.Model):
    """How whoever made a booking had heard of it: the counted link that was followed in this visit. Neither names a person."""

    personal_fields = {}
    plain_fields = ("id", "link", "about")

    link = models.ForeignKey(TrackedLink, on_delete=models.CASCADE, related_name="heard")
    about = models.CharField(max_length=60, unique=True, help_text="The booking, by its name in letters: app.model:id.")

    class Meta:
        verbose_name = _("how somebody heard")
        verbose_name_plural = _("how people heard")

    def __str__(self):
        return f"{self.about}: {self.link.channel}"
