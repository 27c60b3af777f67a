"""Drives with what they need and where goods are brought on one page."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from donations import hours_words
from donations.actions import needs
from donations.admin_forms import DriveForm, LocationForm, LocationRows, NeedForm, NeedRows
from donations.models import Drive, DriveLead, DropOffLocation, Item, Need
from donations.models.locations import LocationItem
from intake.admin import RecordAdmin, VerbAdmin
from intake.fresh import NothingOverwritten
from intake.refusal import Refused
from languages.admin import Translated
from people.access import OfficeScoped


class _Numbers:
    """How far a need is, as the database counts it."""

    @admin.display(description=_("promised"))
    def promised(self, need):
        return need.taken

    @admin.display(description=_("missing"))
    def still_missing(self, need):
        return need.missing if need.pk else ""


class _Words:
    """What is read of a location where nobody changes it."""

    @admin.display(description=_("hours"))
    def hours_in_words(self, location):
        return hours_words.write((row.weekday, row.opens, row.closes) for row in location.hours.all()) if location.pk else ""


class _Inline:
    """Rows that are saved through verbs; what a verb refuses stands beside the field, and only own records are offered."""

    extra = 0
    can_delete = False
    show_change_link = True  # to its words in other languages, and whatever else has no room here

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.refusal = getattr(request, "refusal", None)
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        registered = self.admin_site._registry.get(db_field.remote_field.model)
        if registered:
            kwargs.setdefault("queryset", registered.get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class NeedInline(_Numbers, _Inline, admin.TabularInline):
    model = Need
    form = NeedForm
    formset = NeedRows
    fields = ("item", "target", "is_capped", "priority", "note", "order", "promised", "received", "still_missing", "drop")
    readonly_fields = ("promised", "received", "still_missing")
    verbose_name_plural = _("what is needed")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item")

    def get_fields(self, request, obj=None):
        """Where nobody changes anything there is nothing to take out."""
        return self.fields if self.has_change_permission(request, obj) else self.fields[:-1]


class LocationInline(_Words, _Inline, admin.StackedInline):
    model = DropOffLocation
    form = LocationForm
    formset = LocationRows
    fields = (
        "venue", "hours", "closed_days", "state", "checked_at", "instructions", "wants_appointments", "loading_door", "storage_limit", "contact_name", "contact_phone",
        "contact_email", "order",
    )  # fmt: skip
    readonly_fields = ("state", "checked_at")
    verbose_name_plural = _("where goods are brought")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("venue").prefetch_related("hours", "closures")


class LocationListInline(_Words, admin.TabularInline):
    """Where goods are brought, for staff who only look."""

    model = DropOffLocation
    extra = 0
    can_delete = False
    show_change_link = True
    fields = readonly_fields = ("venue", "hours_in_words", "state", "checked_at")
    verbose_name_plural = _("where goods are brought")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("venue").prefetch_related("hours")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Item)
class ItemAdmin(Translated, OfficeScoped, RecordAdmin):
    list_display = ("name", "unit", "office")
    list_select_related = ("office",)
    search_fields = ("name",)


class _RowByRow:
    """Saves the rows below through their forms' verbs."""

    def save_formset(self, request, form, formset, change):
        if not hasattr(formset.form, "apply"):
            super().save_formset(request, form, formset, change)
            return
        for row in formset.forms:
            if row.has_changed():
                _save_row(row, drive=form.instance, by=request.user)
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []


def _save_row(row, *, drive, by):
    try:
        row.apply(drive=drive, by=by, now=timezone.now())
    except Refused as refusal:
        refusal.prefix = row.prefix
        raise


@admin.register(Drive)
class DriveAdmin(_RowByRow, NothingOverwritten, Translated, OfficeScoped, VerbAdmin):
    form = DriveForm
    leads_path = "leads"
    list_display = ("title", "state", "closes", "office", "board")
    list_filter = ("state",)
    list_select_related = ("office",)
    search_fields = ("title",)
    filter_horizontal = ("leads",)
    readonly_fields = ("state", "result", "people_helped")
    change_form_template = "admin/donations/drive/change_form.html"
    linked_histories = ((DriveLead, "drive", "user"),)
    fieldsets = [
        (None, {"fields": ("office", "title", "story", "for_whom", "not_accepted", "help_text", "opens", "closes", "state", "result", "people_helped")}),
        (_("Whom to ask"), {"fields": ("contact_name", "contact_phone", "contact_email", "leads", "partner")}),
        (_("How it works"), {"fields": ("arrange_from", "reply_days", "remind_days", "offers_pick_up", "offers_leave_outside", "slug")}),
    ]

    def get_inlines(self, request, obj):
        places = LocationInline if super().has_change_permission(request, obj) else LocationListInline
        return [NeedInline, places, *super().get_inlines(request, obj)]

    def get_fieldsets(self, request, obj=None):
        """What came of it is said at the end."""
        if obj and obj.state == Drive.State.REPORTED:
            return self.fieldsets
        left_out = {"result", "people_helped"} if obj else set(self.readonly_fields)
        (name, first), *rest = self.fieldsets
        return [(name, {"fields": [field for field in first["fields"] if field not in left_out]}), *rest]

    def get_readonly_fields(self, request, obj=None):
        """An office does not change; an address neither, once people could read it."""
        fixed = ("office",) if obj else ()
        return (*self.readonly_fields, *fixed, *(("slug",) if obj and obj.state != Drive.State.DRAFT else ()))

    def save_model(self, request, obj, form, change):
        if change:
            self.check_fresh(request, form)
        needs.describe(drive=obj, by=request.user, now=timezone.now())

    @admin.display(description=_("board"))
    def board(self, drive):
        return format_html('<a href="{}">{}</a>', reverse("admin:drive_board", args=[drive.pk]), _("How far it is"))


class OfDrive(OfficeScoped):
    """What belongs to a drive: its office's staff see it, and who leads the drive."""

    office_path = "drive__office"
    leads_path = "drive__leads"


class _RowPage(NothingOverwritten, Translated, OfDrive, VerbAdmin):
    """A row of a drive on a page of its own, saved through the same verbs."""

    change_form_template = "admin/donations/row_change_form.html"
    readonly_fields: tuple = ("drive",)

    def has_add_permission(self, request):
        return False  # added on the page of its drive

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        self.check_fresh(request, form)
        form.apply(drive=obj.drive, by=request.user, now=timezone.now())

    def save_related(self, request, form, formsets, change):
        """The verb has stored the links of the record itself."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)


@admin.register(Need)
class NeedAdmin(_Numbers, _RowPage):
    """All needs of all drives, and one with its words in other languages."""

    form = NeedForm
    list_display = ("item", "drive", "target", "promised", "received", "still_missing", "priority", "is_capped")
    list_filter = ("priority", "is_capped", ("drive", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("item", "drive")
    search_fields = ("item__name", "drive__title")
    fields = ("drive", "item", "target", "is_capped", "priority", "note", "order", "promised", "received", "still_missing")
    readonly_fields = ("drive", "promised", "received", "still_missing")


@admin.register(DropOffLocation)
class LocationAdmin(_Words, _RowPage):
    """All locations of all drives, and one with its hours, what it takes, and its words in other languages."""

    form = LocationForm
    list_display = ("venue", "drive", "state", "checked_at", "hours_in_words")
    list_filter = ("state", ("drive", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("venue", "drive")
    search_fields = ("venue__name", "venue__address", "drive__title")
    linked_histories = ((LocationItem, "dropofflocation", "need"),)
    fields = (
        "drive", "venue", "hours", "closed_days", "why_closed", "accepts", "state", "checked_at", "instructions", "wants_appointments", "loading_door", "storage_limit",
        "contact_name", "contact_phone", "contact_email", "order",
    )  # fmt: skip
    readonly_fields = ("drive", "state", "checked_at")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("hours", "closures")

    def get_fields(self, request, obj=None):
        """Who only looks reads the hours, and has no form to fill."""
        if self.has_change_permission(request, obj):
            return self.fields
        return tuple("hours_in_words" if name == "hours" else name for name in self.fields if name != "closed_days")

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "hours_in_words", "why_closed")

    @admin.display(description=_("why it is closed"))
    def why_closed(self, location):
        """The closed days to come, each with the way to its reason and the reason's words in other languages."""
        today = timezone.localdate(timezone.now(), location.drive.zone)
        rows = [
            (reverse("admin:donations_locationclosure_change", args=[one.pk]), f"{one.day:%Y-%m-%d}", one.reason or _("no reason given"))
            for one in location.closures.all()
            if one.day >= today
        ]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>: {}', rows) or "–"
