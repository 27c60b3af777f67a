"""The city's own records: look and name, neighborhoods, ZIP codes, holidays, venues."""

from django.contrib import admin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import ValidationError
from django.utils.translation import gettext as _

from intake.admin import CheckedForm, RecordAdmin, RecordForm
from intake.day_lists import sensible
from intake.refusal import Refused
from languages.admin import Translated
from places.look import check_colors, official_domain
from places.models import City, Holiday, Neighborhood, Venue, ZipCode


class CityForm(CheckedForm):
    """The city's name, domain and look; what is no domain and colors that cannot be read are refused, as on the set-up page."""

    checked, rule = ("brand_dark", "brand"), staticmethod(check_colors)

    def clean_domain(self):
        try:
            return official_domain(self.cleaned_data["domain"])
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from None


@admin.register(City)
class CityAdmin(RecordAdmin):
    """There is one city: it is made by the set-up, changed, and never deleted, for without it no page shows anything."""

    form = CityForm
    list_display = ("name", "domain")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class HolidayForm(RecordForm):
    """A day on which the offices are closed."""

    def clean_date(self):
        return sensible(self.cleaned_data["date"])


@admin.register(Holiday)
class HolidayAdmin(RecordAdmin):
    form = HolidayForm
    list_display = ("date", "name")
    date_hierarchy = "date"


class PointForm(RecordForm):
    """A record with a point on the map: degrees of WGS 84, or none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, most in (("lat", 90), ("lng", 180)):
            if name in self.fields:  # a colleague who only looks has none
                self.fields[name].validators += [MinValueValidator(-most), MaxValueValidator(most)]


class ZipCodeForm(PointForm):
    """A ZIP; pages read its shares as pairs."""

    def clean_shares(self):
        shares = self.cleaned_data["shares"] or []
        if not (isinstance(shares, list) and all(_is_share(one) for one in shares)):
            raise ValidationError(_("Pairs of a neighborhood and its percent, such as %(example)s.") % {"example": '[["Roxbury", 80], ["Dorchester", 20]]'})
        return shares


def _is_share(one):
    return isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and type(one[1]) in {int, float} and 0 <= one[1] <= 100


@admin.register(Neighborhood)
class NeighborhoodAdmin(RecordAdmin):
    form = PointForm
    list_display = ("name", "population", "population_source", "population_year")
    search_fields = ("name",)
    exclude = ("outline",)


@admin.register(ZipCode)
class ZipCodeAdmin(RecordAdmin):
    """A ZIP that was mistyped is deleted and added again: with other digits a second one would be kept beside it."""

    form = ZipCodeForm
    list_display = ("zip", "neighborhood")
    list_select_related = ("neighborhood",)
    search_fields = ("zip", "neighborhood__name")

    def get_readonly_fields(self, request, obj=None):
        return ("zip",) if obj else ()


@admin.register(Venue)
class VenueAdmin(Translated, RecordAdmin):
    form = PointForm
    list_display = ("name", "address", "neighborhood", "step_free")
    list_select_related = ("neighborhood",)
    list_filter = ("step_free", "neighborhood")
    search_fields = ("name", "address")
