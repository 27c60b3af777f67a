"""Drives with their needs and locations on one page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from donations import pledge_admin  # noqa: F401 - registers its lists
from donations.models import Drive, DriveLead, DropOffLocation, Item, Need
from intake.admin import RecordAdmin
from languages.admin import Translated
from people.access import OfficeScoped


class NeedInline(admin.TabularInline):
    model = Need
    extra = 1
    can_delete = False
    fields = ("item", "target", "is_capped", "priority", "note", "order")


class LocationInline(admin.StackedInline):
    model = DropOffLocation
    extra = 0
    can_delete = False
    fields = ("venue", "instructions", "wants_appointments", "loading_door", "storage_limit", "contact_name", "contact_phone", "contact_email", "order")


@admin.register(Item)
class ItemAdmin(Translated, OfficeScoped, RecordAdmin):
    list_display = ("name", "unit", "office")
    search_fields = ("name",)


@admin.register(Drive)
class DriveAdmin(Translated, OfficeScoped, RecordAdmin):
    leads_path = "leads"
    list_display = ("title", "state", "closes", "office")
    list_filter = ("state",)
    list_select_related = ("office",)
    search_fields = ("title",)
    filter_horizontal = ("leads",)
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("state", "people_helped")
    inlines = (NeedInline, LocationInline)
    linked_histories = ((DriveLead, "drive", "user"),)
    fieldsets = [
        (None, {"fields": ("office", "title", "slug", "story", "for_whom", "not_accepted", "help_text", "opens", "closes", "state")}),
        (_("Whom to ask"), {"fields": ("contact_name", "contact_phone", "contact_email", "leads", "partner")}),
        (_("How it works"), {"fields": ("arrange_from", "reply_days", "remind_days", "offers_pick_up", "offers_leave_outside")}),
    ]
