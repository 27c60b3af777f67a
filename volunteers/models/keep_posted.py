"""“Keep me posted”: who wants to hear of new ways to help, without a shift."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from mailing.models import AccessLink
from people.models import Person
from places.models import Neighborhood

_RETENTION = "until forgotten, else 24 months after the last activity"


class KeepPostedQuerySet(models.QuerySet):
    """Consents, as the office speaks of them."""

    def standing(self):
        """Given, and not taken back."""
        return self.filter(agreed_at__isnull=False, left_at=None)

    def unproved(self):
        """Left on a form whose address nobody has proved yet."""
        return self.filter(agreed_at=None, left_at=None)


@tracked(without=["link", "looked_at"])
class KeepPosted(models.Model):
    """A dated consent to be written to about new ways to help, with what the person wished for; a newer one takes its place."""

    personal_fields = {"interests": _RETENTION, "languages": _RETENTION, "availability": _RETENTION}
    plain_fields = ("id", "person", "link", "language", "neighborhood", "agreed_at", "left_at", "looked_at", "created_at", "changed_at")

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="keep_posted")
    # Without its link nobody can prove the address any more: what waits for it goes as well.
    link = models.ForeignKey(AccessLink, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="keep_posted")
    language = models.CharField(_("language"), max_length=12, default="en")
    interests = ArrayField(models.BigIntegerField(), verbose_name=_("interests"), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages spoken"), default=list, blank=True)
    availability = ArrayField(models.SmallIntegerField(), verbose_name=_("free times"), default=list, blank=True)
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True, editable=False)
    left_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(_("last looked for news"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = KeepPostedQuerySet.as_manager()

    class Meta:
        verbose_name = _("“keep me posted”")
        verbose_name_plural = _("“keep me posted”")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(agreed_at__isnull=False, left_at=None), name="one_standing_keep_posted_per_person")
        ]
        indexes = [models.Index(fields=["created_at"], name="keep_posted_unproved", condition=Q(agreed_at=None))]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return reverse("volunteers:posted", args=[self.pk])

    @property
    def ref(self):
        """Its name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"

    @property
    def is_standing(self):
        """Given, and not taken back."""
        return self.agreed_at is not None and self.left_at is None
