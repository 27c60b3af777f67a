"""At the site: links for the people who lead a shift on its day, and people who are counted without a name."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from mailing.links.named import NamedLink
from volunteers.models.shifts import Shift, ShiftRole

AROUND = timedelta(hours=12)  # before the start and after the end of a shift its links are good
_RETENTION = "12 months after the shift"


class SiteLinkQuerySet(models.QuerySet):
    """Links for leads, as the office speaks of them."""

    def listed(self, now):
        """Not taken back and not over; some open later."""
        return self.filter(revoked_at=None, shift__ends__gt=now - AROUND)


@tracked(without=["nonce"])
class SiteLink(NamedLink):
    """The way of one named lead to the roster of one shift, around its day, without an account; the link itself is stored nowhere."""

    personal_fields = {"name": _RETENTION, "email": _RETENTION, "phone": _RETENTION}
    plain_fields = ("id", "shift", "language", "nonce", "made_by", "made_at", "revoked_by", "revoked_at")

    shift = models.ForeignKey(Shift, verbose_name=_("shift"), on_delete=models.CASCADE, related_name="site_links")

    objects = SiteLinkQuerySet.as_manager()

    class Meta(NamedLink.Meta):
        verbose_name = _("link for a lead")
        verbose_name_plural = _("links for leads")

    @property
    def opens(self):
        """From when on the link is good."""
        return self.shift.starts - AROUND

    @property
    def closes(self):
        """Until when the link is good."""
        return self.shift.ends + AROUND

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
