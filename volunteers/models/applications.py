"""Applicants: people who ask to take part in work that the office approves people for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models import Person
from volunteers.models.opportunities import Opportunity


class ApplicationQuerySet(models.QuerySet):
    """Applications, as the office speaks of them."""

    def waiting(self):
        """Not decided yet."""
        return self.filter(state=Application.State.APPLIED)


@tracked()
class Application(models.Model):
    """One person's standing in one opportunity: applied, approved (for all its dates), declined, withdrawn, or archived when it is past."""

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ARCHIVED = "archived", _("archived")

    personal_fields = {"note": "12 months after the decision"}
    plain_fields = ("id", "opportunity", "person", "state", "decided_by", "decided_at", "created_at")

    opportunity = models.ForeignKey(Opportunity, verbose_name=_("opportunity"), on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("What the person is told with a no; for the office with a yes."))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    created_at = models.DateTimeField(_("applied"))

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [models.UniqueConstraint(fields=["opportunity", "person"], name="one_application_per_person_and_opportunity")]

    def __str__(self):
        return f"application {self.pk}"
