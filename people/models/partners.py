"""Interests people can name, and the organizations we work with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked
from people.models.offices import Office


@tracked()
class InterestGroup(models.Model):
    """A heading under which interests are listed."""

    translated_fields = ("name",)
    personal_fields = {}
    plain_fields = ("id", "code", "name")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name = _("interest group")
        verbose_name_plural = _("interest groups")

    def __str__(self):
        return self.name


@tracked()
class Interest(models.Model):
    """A topic or skill that an opportunity needs and a person may have."""

    translated_fields = ("name",)
    personal_fields = {}
    plain_fields = ("id", "code", "name", "groups", "offered")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    groups = models.ManyToManyField(InterestGroup, verbose_name=_("groups"), blank=True, related_name="interests")
    offered = models.BooleanField(_("offered as a filter"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("interest")
        verbose_name_plural = _("interests")

    def __str__(self):
        return self.name


@tracked()
class PartnerOrganization(models.Model):
    """An organization we work with."""

    personal_fields = {}
    plain_fields = ("id", "office", "name", "kind")

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=40, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("partner organization")
        verbose_name_plural = _("partner organizations")
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_partner_per_office_and_name")]

    def __str__(self):
        return self.name
