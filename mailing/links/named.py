"""Links that open one page without an account (`mailing.links.doors`): who made one, for whom, and that it was taken back."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from mailing.models import new_nonce
from people.models import User


class OpenLink(models.Model):
    """The way to one page, for whoever has the link; it is stored nowhere. The concrete model says what it opens, and until when (`closes`)."""

    language = models.CharField(_("language"), max_length=12, default="en")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("made"))
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("taken back by"), null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def is_over(self, now: datetime) -> bool:
        """It was taken back, or its time is past."""
        return self.revoked_at is not None or self.closes <= now

    def is_open(self, now: datetime) -> bool:
        """Its page is shown at this moment; of some also before anything can be done there: it says when."""
        return not self.is_over(now)


class NamedLink(OpenLink):
    """The way of one named person to one page."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)

    class Meta(OpenLink.Meta):
        abstract = True

    def __str__(self):
        return self.name or f"link {self.pk}"


def forget(address: str) -> None:
    """Empty whose links they are at an address that nobody reads any more; how long each is good stays."""
    for model in apps.get_models():
        if issubclass(model, NamedLink):
            model._base_manager.filter(email__iexact=address).update(name="", email="", phone="")


def for_successor(link: Any, *, successor: User, by: User | None, now: datetime) -> Any:
    """Make a colleague's successor a link of their own to the same page, good as long as the colleague's."""
    new = type(link).objects.get(pk=link.pk)
    new.pk, new._state.adding, new.nonce = None, True, new_nonce()
    new.name, new.email, new.phone = str(successor), successor.email, ""
    new.made_by, new.made_at, new.revoked_by, new.revoked_at = by, now, None, None
    new.save()
    return new


def revoke(link: Any, *, by: User | None, now: datetime) -> tuple[Any, bool]:
    """Take a link back: it opens nothing from now on, in no browser. Returns it, fresh and locked, and whether it was good until now."""
    link = type(link).objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.revoked_at is not None:
        return link, False
    link.revoked_at, link.revoked_by = now, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    return link, True
