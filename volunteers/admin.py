"""Opportunities with their shifts on one page, shifts with their roles, and all sign-ups as a list."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin, VerbAdmin
from intake.refusal import Refused
from languages import formats
from languages.admin import LanguageFilter, Translated
from people import access
from people.access import OfficeScoped
from sharing.tables import csv_response
from volunteers.admin_forms import OpportunityForm, PlainShiftForm, RoleForm, ShiftForm, ShiftFormSet
from volunteers.desk.reach import may
from volunteers.exports import of_sign_ups
from volunteers.models import Opportunity, Shift, ShiftRole, SignUp
from volunteers.models.opportunities import OpportunityInterest, OpportunityLead

SOON = timedelta(days=7)


def roster_link(shift):
    """Return a link to the roster of a shift."""
    return format_html('<a href="{}">{}</a>', reverse("admin:roster", args=[shift.pk]), _("Roster"))


class ShiftInline(admin.TabularInline):
    """The next shifts, five fields each; earlier and later ones are on the page of all shifts."""

    model = Shift
    form = PlainShiftForm
    formset = ShiftFormSet
    extra = 1
    can_delete = False
    fields = ("date", "start", "end", "venue", "places", "roster", "repeat_weekly_until")
    readonly_fields = ("roster",)
    verbose_name_plural = _("next shifts")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.refusal = getattr(request, "refusal", None)
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("opportunity").prefetch_related("roles")

    @admin.display(description=_("roster"))
    def roster(self, shift):
        return roster_link(shift) if shift.pk else ""


class ShiftListInline(ReadOnly, admin.TabularInline):
    """The next shifts, for staff who only look."""

    model = Shift
    formset = ShiftFormSet
    extra = 0
    fields = readonly_fields = ("when", "venue", "roster")
    verbose_name_plural = _("next shifts")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("opportunity", "venue")

    @admin.display(description=_("when"))
    def when(self, shift):
        return formats.when(shift)

    @admin.display(description=_("roster"))
    def roster(self, shift):
        return roster_link(shift)


@admin.register(Opportunity)
class OpportunityAdmin(Translated, OfficeScoped, VerbAdmin):
    form = OpportunityForm
    leads_path = "leads"
    list_display = ("title", "state", "kind", "office", "neighborhood", "urgent")
    list_filter = ("state", "kind", "urgent", "neighborhood")
    list_select_related = ("office", "neighborhood")
    search_fields = ("title",)
    readonly_fields = ("state", "reason")
    filter_horizontal = ("interests", "leads")
    change_form_template = "admin/volunteers/opportunity/change_form.html"
    linked_histories = ((OpportunityLead, "opportunity", "user"), (OpportunityInterest, "opportunity", "interest"))
    fieldsets = [
        (None, {"fields": ("office", "title", "summary", "bring", "kind", "state", "reason")}),
        (_("Whom to ask"), {"fields": ("contact_name", "contact_phone", "contact_email", "leads")}),
        (_("Who can come"), {"classes": ["collapse"], "fields": ("minimum_age", "with_adult", "family_friendly", "languages_wanted")}),
        (_("Where it is listed"), {"classes": ["collapse"], "fields": ("interests", "neighborhood", "partner", "urgent", "slug")}),
    ]

    def get_inlines(self, request, obj):
        shifts_inline = ShiftInline if super().has_change_permission(request, obj) else ShiftListInline
        return [shifts_inline, *super().get_inlines(request, obj)]

    def get_fieldsets(self, request, obj=None):
        """A new one has no state yet that anybody could read."""
        if obj:
            return self.fieldsets
        (name, first), *rest = self.fieldsets
        return [(name, {"fields": [field for field in first["fields"] if field not in self.readonly_fields]}), *rest]

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "office") if obj else self.readonly_fields

    def save_formset(self, request, form, formset, change):
        if formset.model is not Shift:
            super().save_formset(request, form, formset, change)
            return
        for row in formset.forms:
            if row.has_changed():
                _save_row(row, opportunity=form.instance, by=request.user)
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []


def _save_row(row, *, opportunity, by):
    try:
        row.apply(opportunity=opportunity, by=by, now=timezone.now())
    except Refused as refusal:
        refusal.prefix = row.prefix
        raise


class RoleInline(admin.TabularInline):
    model = ShiftRole
    form = RoleForm
    extra = 0
    can_delete = False
    show_change_link = True  # to its name in other languages
    fields = ("name", "capacity", "waitlist", "taken", "order")
    readonly_fields = ("taken",)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.refusal = getattr(request, "refusal", None)
        return formset


class RoomFilter(admin.SimpleListFilter):
    """Shifts that still need people, as the home of staff counts them."""

    title = _("room")
    parameter_name = "room"

    def lookups(self, request, model_admin):
        return [("soon", _("free places in the next 7 days")), ("any", _("free places later too"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        now = timezone.now()
        shifts = queryset.upcoming(now).filter(pk__in=ShiftRole.objects.with_room().filter(capacity__isnull=False).values("shift"))
        last = now + SOON if self.value() == "soon" else None
        return shifts.filter(starts__gt=now, **({"starts__lte": last} if last else {}), opportunity__state=Opportunity.State.PUBLISHED)


@admin.register(Shift)
class ShiftAdmin(OfficeScoped, VerbAdmin):
    form = ShiftForm
    office_path = "opportunity__office"
    leads_path = "opportunity__leads"
    list_display = ("when", "opportunity", "venue", "filled", "roster")
    list_select_related = ("opportunity", "venue")
    list_filter = (RoomFilter, ("starts", admin.DateFieldListFilter), "opportunity__neighborhood")
    search_fields = ("opportunity__title",)
    ordering = ("starts", "id")
    fields = ("opportunity", "date", "start", "end", "venue", "notes", "contact_name", "contact_phone", "contact_email")
    readonly_fields = ("opportunity",)
    inlines = [RoleInline]
    change_form_template = "admin/volunteers/shift/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles")  # a sum in SQL would add up a million shifts to show fifty

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        form.apply(by=request.user, now=timezone.now())
        obj.save(update_fields=["notes", "contact_name", "contact_phone", "contact_email", "changed_at"])

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.has_changed():
                _save_role(row, shift=form.instance, by=request.user)
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    @admin.display(description=_("when"), ordering="starts")
    def when(self, shift):
        return formats.when(shift)

    @admin.display(description=_("places taken"))
    def filled(self, shift):
        roles = shift.roles.all()
        places = None if any(role.capacity is None for role in roles) else sum(role.capacity for role in roles)
        return f"{sum(role.taken for role in roles)} / {'∞' if places is None else places}"

    @admin.display(description=_("roster"))
    def roster(self, shift):
        return roster_link(shift)


def _save_role(row, *, shift, by):
    try:
        row.apply(shift=shift, by=by, now=timezone.now())
    except Refused as refusal:
        refusal.prefix = row.prefix
        raise


@admin.register(ShiftRole)
class ShiftRoleAdmin(Translated, OfficeScoped, RecordAdmin):
    """The name of one role in other languages; everything else about it is changed on the page of its shift."""

    office_path = "opportunity__office"
    leads_path = "opportunity__leads"
    search_fields = ("name", "opportunity__title")
    fields = readonly_fields = ("opportunity", "shift", "name")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Every sign-up, to search and to see its history; what is done to one is done on the roster."""

    office_path = "shift_role__opportunity__office"
    leads_path = "shift_role__opportunity__leads"
    list_display = ("person", "opportunity", "when", "party_size", "state", "roster")
    list_filter = ("state", LanguageFilter)
    list_select_related = ("person", "shift_role__opportunity", "shift__venue")
    search_fields = ("person__name", "person__email__exact", "shift_role__opportunity__title")
    ordering = ("-id",)
    change_list_template = "admin/volunteers/signup/change_list.html"
    fields = ("person", "shift_role", "party_size", "state", "until", "late", "language", "notes", "answer", "attended_minutes", "entered_by", "created_at")

    def get_urls(self):
        return [path("table.csv", self.admin_site.admin_view(self.as_table), name="sign_ups_table"), *super().get_urls()]

    def get_fields(self, request, obj=None):
        """What somebody wrote about themselves is for staff who may also call them, in the office it was written to."""
        may_see = obj is not None and may(request.user, "people.view_contact", obj.shift_role.opportunity)
        return [name for name in self.fields if may_see or name != "notes"]

    def as_table(self, request):
        """The list as it is filtered, as CSV; how to reach people only for staff who may see it."""
        if not request.user.has_perm("volunteers.export_signup"):
            raise PermissionDenied
        found = self.get_changelist_instance(request).get_queryset(request)
        found = access.scope(found, request.user, "volunteers.export_signup", office=self.office_path, leads_path=self.leads_path)
        return csv_response("sign-ups", *of_sign_ups(found, with_contact=request.user.has_perm("people.view_contact")), by=request.user)

    @admin.display(description=_("opportunity"))
    def opportunity(self, sign_up):
        return sign_up.shift_role.opportunity

    @admin.display(description=_("when"))
    def when(self, sign_up):
        return formats.when(sign_up.shift) if sign_up.shift else ""

    @admin.display(description=_("roster"))
    def roster(self, sign_up):
        return roster_link(sign_up.shift) if sign_up.shift_id else ""
