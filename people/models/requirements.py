"""What a person must have met before some work, and who has met it: agreements with their texts, trainings, qualifications and checks."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models.offices import Office
from people.models.persons import Person

_RETENTION = "until forgotten, else 24 months after the last activity"


@tracked()
class Requirement(models.Model):
    """An agreement to sign, or something to have: a training, a qualification, a background check. No document is ever kept."""

    class Kind(models.TextChoices):
        WAIVER = "waiver", _("agreement to sign")
        TRAINING = "training", _("training")
        QUALIFICATION = "qualification", _("qualification")
        CHECK = "check", _("background check")

    translated_fields = ("name", "how")
    personal_fields = {}
    plain_fields = ("id", "office", "kind", "name", "how", "valid_months", "created_at", "changed_at")

    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="requirements")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    how = models.CharField(_("how to meet it"), max_length=400, blank=True, help_text=_("Where and when, how long it takes, what it costs, whom to call."))
    valid_months = models.PositiveSmallIntegerField(_("good for so many months"), null=True, blank=True, help_text=_("Empty: for good."))
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [models.UniqueConstraint(fields=["office", "kind", "name"], name="one_requirement_per_office_kind_and_name")]

    def __str__(self):
        return self.name

    @property
    def is_waiver(self):
        """It is met by reading and agreeing."""
        return self.kind == self.Kind.WAIVER


class WaiverTextQuerySet(models.QuerySet):
    """Texts of agreements, as the forms ask for them."""

    def current(self):
        """The newest version of each agreement."""
        newest = WaiverText.objects.filter(requirement=OuterRef("requirement")).order_by("-version")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


@tracked()
class WaiverText(models.Model):
    """One version of an agreement: what was read and signed stays readable, word for word; a change is a new version."""

    translated_fields = ("text",)
    personal_fields = {}
    plain_fields = ("id", "requirement", "version", "text", "created_at")

    requirement = models.ForeignKey(Requirement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("since"))

    objects = WaiverTextQuerySet.as_manager()

    class Meta:
        ordering = ["requirement", "-version"]
        verbose_name = _("text of an agreement")
        verbose_name_plural = _("texts of agreements")
        constraints = [models.UniqueConstraint(fields=["requirement", "version"], name="one_text_per_agreement_and_version")]
        triggers = [pgtrigger.Protect(name="text_stays", operation=pgtrigger.UpdateOf("text", "version", "requirement_id"))]

    def __str__(self):
        return f"{self.requirement}, {self.version}"


class PersonRequirementQuerySet(models.QuerySet):
    """What people have met, as the rules ask for it."""

    def met_on(self, day):
        """Met, and still good on that day; of an agreement its newest version."""
        newest = WaiverText.objects.filter(requirement=OuterRef("requirement")).order_by("-version").values("pk")[:1]
        good = self.filter(state=PersonRequirement.State.MET).filter(Q(expires=None) | Q(expires__gte=day))
        return good.annotate(newest=Subquery(newest)).filter(Q(newest=None) | Q(waiver_text=F("newest")))


@tracked()
class PersonRequirement(models.Model):
    """That a person has met a requirement, until when, who says so, and which version of an agreement they signed; never a document."""

    class State(models.TextChoices):
        ASKED = "asked", _("under way")
        MET = "met", _("met")
        NOT_MET = "not_met", _("not met")

    class How(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("on paper")
        OFFICE = "office", _("noted by the office")

    personal_fields = {"signed_name": _RETENTION}
    plain_fields = (
        "id", "person", "requirement", "waiver_text", "state", "how", "language", "by", "met_on", "expires", "created_at", "changed_at",
    )  # fmt: skip

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="requirements")
    requirement = models.ForeignKey(Requirement, verbose_name=_("requirement"), on_delete=models.PROTECT, related_name="people")
    waiver_text = models.ForeignKey(WaiverText, verbose_name=_("version"), null=True, blank=True, on_delete=models.PROTECT, related_name="signatures")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.MET)
    how = models.CharField(_("how"), max_length=8, choices=How, default=How.OFFICE)
    signed_name = models.CharField(_("signed as"), max_length=200, blank=True)
    language = models.CharField(_("read in"), max_length=12, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("noted by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    met_on = models.DateField(_("met on"), null=True, blank=True)
    expires = models.DateField(_("good until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PersonRequirementQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("requirement of a person")
        verbose_name_plural = _("requirements of people")
        constraints = [
            models.UniqueConstraint(fields=["person", "requirement"], condition=Q(waiver_text=None), name="one_row_per_person_and_requirement"),
            models.UniqueConstraint(fields=["person", "waiver_text"], condition=~Q(waiver_text=None), name="one_signature_per_person_and_text"),
        ]

    def __str__(self):
        return f"requirement of a person {self.pk}"
