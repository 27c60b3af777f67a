"""Opportunities with their next shifts on one page."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from intake.admin import ReadOnly, VerbAdmin
from intake.fresh import NothingOverwritten
from intake.refusal import Refused
from languages import formats
from languages.admin import Translated
from people.access import EVERYWHERE, OfficeScoped, offices_where
from volunteers.actions import opportunities
from volunteers.admin.columns import roster_link
from volunteers.admin.telling import TellsChanges
from volunteers.admin_forms import OpportunityForm, PlainShiftForm, ShiftFormSet
from volunteers.models import Opportunity, Shift
from volunteers.models.opportunities import OpportunityInterest, OpportunityLead, OpportunityRequirement


class ShiftInline(admin.TabularInline):
    """The next shifts, five fields each; earlier and later ones are on the page of all shifts."""

    model = Shift
    form = PlainShiftForm
    formset = ShiftFormSet
    extra = 1
    can_delete = False
    fields = ("date", "start", "end", "venue", "places", "roster", "rule", "repeat_until", "days_off")
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
class OpportunityAdmin(TellsChanges, NothingOverwritten, Translated, OfficeScoped, VerbAdmin):
    form = OpportunityForm
    leads_path = "leads"
    list_display = ("title", "state", "kind", "office", "neighborhood", "urgent")
    list_filter = ("state", "kind", "urgent", "neighborhood")
    list_select_related = ("office", "neighborhood")
    search_fields = ("title",)
    readonly_fields = ("state", "reason")
    filter_horizontal = ("interests", "leads", "requirements")
    change_form_template = "admin/volunteers/opportunity/change_form.html"
    linked_histories = (
        (OpportunityLead, "opportunity", "user"),
        (OpportunityInterest, "opportunity", "interest"),
        (OpportunityRequirement, "opportunity", "requirement"),
    )
    fieldsets = [
        (None, {"fields": ("office", "title", "summary", "bring", "safety", "kind", "state", "reason")}),
        (_("Whom to ask"), {"fields": ("contact_name", "contact_phone", "contact_email", "leads")}),
        (_("Who can come"), {"classes": ["collapse"], "fields": ("minimum_age", "with_adult", "guardian_consent", "family_friendly", "languages_wanted")}),
        (_("Before anybody is confirmed"), {"classes": ["collapse"], "fields": ("approval", "waiver", "requirements")}),
        (_("Where it is listed"), {"classes": ["collapse"], "fields": ("interests", "neighborhood", "partner", "drive", "event", "urgent", "slug")}),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Of events, those of one's own offices that are not over, and the one it is for already."""
        if db_field.name == "event":
            offices = offices_where(request.user, "volunteers.change_opportunity")
            own = Q() if offices is EVERYWHERE else Q(office__in=offices)
            at_hand = Q(ends__gt=timezone.now()) | Q(pk__in=Opportunity.objects.filter(pk=object_id(request)).values("event"))
            kwargs["queryset"] = Event.objects.filter(own & at_hand).order_by("starts", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

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

    def save_model(self, request, obj, form, change):
        if change:
            self.check_fresh(request, form)
            opportunities.describe(opportunity=obj, by=request.user, now=timezone.now())
        else:
            obj.save()

    def save_formset(self, request, form, formset, change):
        if formset.model is not Shift:
            super().save_formset(request, form, formset, change)
            return
        for row in formset.forms:
            if row.has_changed():
                _save_row(row, opportunity=form.instance, by=request.user)
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []


def object_id(request):
    """Return the id of the record whose page this is, or None."""
    typed = request.resolver_match.kwargs.get("object_id", "") if request.resolver_match else ""
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def _save_row(row, *, opportunity, by):
    try:
        row.apply(opportunity=opportunity, by=by, now=timezone.now())
    except Refused as refusal:
        refusal.prefix = row.prefix
        raise
