"""At the site: links for the people who lead a shift on its day, and people who are counted without a name."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from intake.history import tracked
from mailing.models import new_nonce
from volunteers.models.shifts import Shift, ShiftRole

AROUND = timedelta(hours=12)  # before the start and after the end of a shift its links are good
_RETENTION = "12 months after the shift"


class SiteLinkQuerySet(models.QuerySet):
    """Links for leads, as the office speaks of them."""

    def listed(self, now):
        """Not taken back and not over; some open later."""
        return self.filter(revoked_at=None, shift__ends__gt=now - AROUND)


@tracked(without=["nonce"])
class SiteLink(models.Model):
    """The way of one named lead to the roster of one shift, around its day, without an account; the link itself is stored nowhere."""

    personal_fields = {"name": _RETENTION, "email": _RETENTION, "phone": _RETENTION}
    plain_fields = ("id", "shift", "language", "nonce", "made_by", "made_at", "revoked_by", "revoked_at")

    shift = models.ForeignKey(Shift, verbose_name=_("shift"), on_delete=models.CASCADE, related_name="site_links")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("made"))
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("taken back by"), null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = SiteLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for a lead")
        verbose_name_plural = _("links for leads")
        ordering = ["id"]

    def __str__(self):
        return self.name or f"link {self.pk}"

    @property
    def opens(self):
        """From when on the link is good."""
        return self.shift.starts - AROUND

    @property
    def closes(self):
        """Until when the link is good."""
        return self.shift.ends + AROUND

    def is_over(self, now):
        """It was taken back, or its day is past."""
        return self.revoked_at is not None or self.closes <= now

    def is_open(self, now):
        """It is good at this moment."""
        return not self.is_over(now) and self.opens <= now


@tracked()
class Headcount(models.Model):
    """People who came without a sign-up and without giving a name: counted, and nobody is made up for them."""

    personal_fields = {}
    plain_fields = ("id", "shift_role", "people", "attended_minutes", "noted_by", "site_link", "noted_at")

    shift_role = models.ForeignKey(ShiftRole, verbose_name=_("role"), on_delete=models.PROTECT, related_name="headcounts")
    people = models.PositiveSmallIntegerField(_("how many"), default=1)
    attended_minutes = models.PositiveIntegerField(_("minutes attended, each"), null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    site_link = models.ForeignKey(SiteLink, null=True, on_delete=models.SET_NULL, related_name="headcounts")
    noted_at = models.DateTimeField(_("noted"))

    class Meta:
        verbose_name = _("people without a name")
        verbose_name_plural = _("people without a name")
        constraints = [models.CheckConstraint(condition=models.Q(people__gte=1), name="headcount_of_one_or_more")]

    def __str__(self):
        return str(self.people)
