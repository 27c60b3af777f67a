"""Consents of guardians for young people; an age band is kept, never a date of birth."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models.persons import Person


class GuardianConsentQuerySet(models.QuerySet):
    """Consents, as the verbs speak of them."""

    def given(self):
        """The guardian said yes."""
        return self.filter(state=GuardianConsent.State.GIVEN)


@tracked()
class GuardianConsent(models.Model):
    """A guardian's yes or no for one young person: by the button of a letter, on paper or on the phone."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    class How(models.TextChoices):
        MAIL = "mail", _("by the button of a letter")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("on the phone")

    personal_fields = {}
    plain_fields = ("id", "person", "guardian", "age_band", "state", "how", "by", "language", "covers_until", "asked_at", "answered_at")

    person = models.ForeignKey(Person, verbose_name=_("for whom"), on_delete=models.CASCADE, related_name="guardian_consents")
    guardian = models.ForeignKey(Person, verbose_name=_("guardian"), on_delete=models.CASCADE, related_name="consents_to_give")
    age_band = models.CharField(_("age band"), max_length=20)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    how = models.CharField(_("how"), max_length=6, choices=How, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("noted by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(_("language"), max_length=12, default="en")
    covers_until = models.DateField(_("also for other dates until"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = GuardianConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("consent of a guardian")
        verbose_name_plural = _("consents of guardians")

    def __str__(self):
        return f"consent {self.pk}"

    @property
    def ref(self):
        """The consent's name in letters, links and browsers: app.model:id."""
        return f"{self._meta.label_lower}:{self.pk}"
