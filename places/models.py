"""The city, its neighborhoods and ZIPs, its holidays, and the venues where things happen."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.history import tracked

_color = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A color like #091F2F."))
_zip = RegexValidator(r"^\d{5}$", _("A ZIP code has five digits."))


@tracked(without=["logo"])
class City(models.Model):
    """The one row about the city: its name, domain, look and time zone; `is_demo` says that everything is sample data."""

    personal_fields = {}
    plain_fields = ("id", "name", "domain", "logo", "logo_type", "brand_dark", "brand", "brand_accent", "is_demo", "opened_at")

    name = models.CharField(_("name"), max_length=100)
    domain = models.CharField(
        _("official domain"), max_length=100, blank=True, help_text=_("Such as boston.gov; until it is set every page says that it is not an official site.")
    )
    logo = models.BinaryField(null=True, editable=False)
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    brand_dark = models.CharField(_("dark color"), max_length=7, default="#091F2F", validators=[_color])
    brand = models.CharField(_("color of links and buttons"), max_length=7, default="#1871BD", validators=[_color])
    brand_accent = models.CharField(_("accent for large shapes"), max_length=7, default="#FB4D42", validators=[_color])
    is_demo = models.BooleanField(default=False, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("city")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_city")]

    def __str__(self):
        return self.name

    @property
    def has_own_colors(self):
        """The colors are not the ones the style sheet has already."""
        fields = ("brand_dark", "brand", "brand_accent")
        return any(getattr(self, field).lower() != self._meta.get_field(field).default.lower() for field in fields)


@tracked()
class Holiday(models.Model):
    """A day on which the offices are closed."""

    personal_fields = {}
    plain_fields = ("id", "date", "name")

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["date"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self):
        return f"{self.name}, {self.date}"


@tracked(without=["outline"])
class Neighborhood(models.Model):
    """A neighborhood: its outline for the map, and its population with source and year."""

    personal_fields = {}
    plain_fields = ("id", "name", "slug", "outline", "lat", "lng", "population", "population_source", "population_year")

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    outline = models.JSONField(_("outline"), null=True, blank=True, help_text=_("GeoJSON geometry (RFC 7946), WGS 84."))
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source"), max_length=200, blank=True)
    population_year = models.CharField(_("year"), max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("neighborhood")
        verbose_name_plural = _("neighborhoods")

    def __str__(self):
        return self.name


@tracked()
class ZipCode(models.Model):
    """A ZIP code with a point inside it and its shares of neighborhoods, largest first: a ZIP is not a neighborhood."""

    personal_fields = {}
    plain_fields = ("zip", "neighborhood", "shares", "lat", "lng")

    zip = models.CharField(_("ZIP"), max_length=5, primary_key=True, validators=[_zip])
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), on_delete=models.PROTECT, related_name="zip_codes")
    shares = models.JSONField(_("shares"), default=list, blank=True, help_text=_("Pairs of neighborhood and percent."))
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        ordering = ["zip"]
        verbose_name = _("ZIP code")
        verbose_name_plural = _("ZIP codes")

    def __str__(self):
        return self.zip


@tracked()
class Venue(models.Model):
    """A place with an address where things happen; what a visitor must know before coming."""

    personal_fields = {}
    plain_fields = ("id", "name", "kind", "address", "zip", "neighborhood", "lat", "lng", "step_free", "hearing_loop", "transit", "parking", "notes")
    translated_fields = ("transit", "parking", "notes")

    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200)
    zip = models.CharField(_("ZIP"), max_length=5, blank=True, validators=[_zip])
    neighborhood = models.ForeignKey(Neighborhood, verbose_name=_("neighborhood"), null=True, blank=True, on_delete=models.PROTECT, related_name="venues")
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lng = models.FloatField(_("longitude"), null=True, blank=True)
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)
    hearing_loop = models.BooleanField(_("hearing loop"), null=True, blank=True)
    transit = models.CharField(_("transit"), max_length=200, blank=True)
    parking = models.CharField(_("parking"), max_length=200, blank=True)
    notes = models.CharField(_("notes"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [models.UniqueConstraint(fields=["name", "address"], name="one_venue_per_name_and_address")]

    def __str__(self):
        return self.name
