"""Why a location is closed on a day, in the city's languages; which days those are is said at the location itself."""

from django.contrib import admin

from donations.models import LocationClosure
from intake.admin import RecordAdmin
from languages.admin import Translated
from people.access import OfficeScoped


@admin.register(LocationClosure)
class ClosedDayAdmin(Translated, OfficeScoped, RecordAdmin):
    """The reason that everybody reads on the page of the drive."""

    office_path = "location__drive__office"
    leads_path = "location__drive__leads"
    list_display = ("day", "location", "reason")
    list_filter = (("location__drive", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("location__venue",)
    search_fields = ("location__venue__name", "reason")
    ordering = ("-day", "location")
    fields = ("location", "day", "reason")
    readonly_fields = ("location", "day")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
