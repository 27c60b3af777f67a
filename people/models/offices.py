"""Offices: who runs things, how to reach them, and who works there in which role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from intake.history import tracked


@tracked()
class Office(models.Model):
    """An office of the city: it owns opportunities, drives and events, signs the letters and answers the phone."""

    translated_fields = ("name", "phone_hours", "help_text")
    personal_fields = {}
    plain_fields = (
        "id",
        "name",
        "slug",
        "phone",
        "phone_hours",
        "relay",
        "email",
        "address",
        "help_text",
        "places_per_address",
        "places_per_group",
        "opens",
        "closes",
        "is_main",
        "changed_at",
    )

    name = models.CharField(_("name"), max_length=150, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    phone = PhoneNumberField(_("phone"))
    phone_hours = models.CharField(_("phone hours"), max_length=120, help_text=_("In words, such as Monday to Friday, 9 a.m. to 5 p.m."))
    relay = models.CharField(_("relay"), max_length=20, default="711", help_text=_("Number for deaf and hard of hearing callers (47 CFR 64.601)."))
    email = models.EmailField(_("email"))
    address = models.CharField(_("postal address"), max_length=200)
    help_text = models.TextField(_("“Need help yourself?”"), blank=True, help_text=_("Your own words for people who need help; shown on every page."))
    places_per_address = models.PositiveSmallIntegerField(
        _("places per address"), default=6, help_text=_("Most places one address or phone may hold on a shift.")
    )
    places_per_group = models.PositiveSmallIntegerField(
        _("places per group"), default=20, db_default=20, help_text=_("Most places a group may take on the form; a larger one is asked to call.")
    )
    opens = models.TimeField(_("opens"), default="09:00")
    closes = models.TimeField(_("closes"), default="17:00")
    is_main = models.BooleanField(_("main office"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-is_main", "name"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [models.UniqueConstraint(fields=["is_main"], condition=models.Q(is_main=True), name="one_main_office")]

    def __str__(self):
        return self.name


@tracked()
class OfficeRole(models.Model):
    """What one staff user may do in one office; the roles themselves are defined in code (`people/roles.py`)."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("administrator")
        COORDINATOR = "coordinator", _("coordinator")
        CALLER = "caller", _("caller")
        VIEWER = "viewer", _("viewer")

    personal_fields = {}
    plain_fields = ("id", "user", "office", "role")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="office_roles")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = [models.UniqueConstraint(fields=["user", "office"], name="one_role_per_user_and_office")]

    def __str__(self):
        return f"{self.get_role_display()}, {self.office}"
