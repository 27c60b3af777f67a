"""Shifts with their roles: alone, or as one of a series."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.admin import VerbAdmin
from intake.fresh import NothingOverwritten
from intake.refusal import Refused
from languages import formats
from people.access import OfficeScoped
from volunteers import words
from volunteers.actions import series, shifts
from volunteers.admin.columns import roster_link
from volunteers.admin.telling import TellsChanges
from volunteers.admin.words_only import WordsOnly
from volunteers.admin_forms import RoleForm, ShiftForm
from volunteers.models import Opportunity, ReminderPlan, Shift, ShiftRole

SOON = timedelta(hours=72)


class RoleInline(admin.TabularInline):
    model = ShiftRole
    form = RoleForm
    extra = 0
    can_delete = False
    show_change_link = True  # to its name in other languages
    fields = ("name", "capacity", "waitlist", "taken", "requirement", "order")
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
        return [("soon", _("free places in the next 72 hours")), ("any", _("free places later too"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        now = timezone.now()
        shifts = queryset.upcoming(now).filter(pk__in=ShiftRole.objects.with_room().filter(capacity__isnull=False).values("shift"))
        last = now + SOON if self.value() == "soon" else None
        return shifts.filter(starts__gt=now, **({"starts__lte": last} if last else {}), opportunity__state=Opportunity.State.PUBLISHED)


@admin.register(Shift)
class ShiftAdmin(TellsChanges, NothingOverwritten, OfficeScoped, VerbAdmin):
    form = ShiftForm
    office_path = "opportunity__office"
    leads_path = "opportunity__leads"
    list_display = ("when", "opportunity", "venue", "filled", "roster")
    list_select_related = ("opportunity", "venue")
    list_filter = (RoomFilter, ("starts", admin.DateFieldListFilter), "opportunity__neighborhood")
    search_fields = ("opportunity__title",)
    ordering = ("starts", "id")
    fields = (
        "opportunity",
        "date",
        "start",
        "end",
        "venue",
        "notes",
        "sign_up_opens",
        "sign_up_closes",
        "late_hours",
        "contact_name",
        "contact_phone",
        "contact_email",
    )
    readonly_fields = ("opportunity",)
    inlines = [RoleInline]
    change_form_template = "admin/volunteers/shift/change_form.html"

    def get_fields(self, request, obj=None):
        """A shift that comes again asks for whom the change is."""
        return (*self.fields[:1], "series_words", "scope", *self.fields[1:]) if obj and obj.series_id else self.fields

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "series_words")

    @admin.display(description=_("series"))
    def series_words(self, shift):
        return words.series(shift.series)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("roles")  # a sum in SQL would add up a million shifts to show fifty

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def also_seen(self, request, obj):
        """A change for the whole series writes to the later shifts too."""
        if request.method == "POST" and request.POST.get("scope") != "following":
            return {}
        return {formats.when(one): series.fingerprint(one) for one in series.following(obj, timezone.now()) if one.pk != obj.pk}

    def save_model(self, request, obj, form, change):
        self.check_fresh(request, form)
        form.apply(by=request.user, now=timezone.now())
        shifts.describe(shift=obj, by=request.user, now=timezone.now())
        if form.is_for_following:
            series.share_following(shift=obj, by=request.user, now=timezone.now())

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.has_changed():
                _save_role(row, shift=form.instance, by=request.user, is_for_following=form.is_for_following)
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


def _save_role(row, *, shift, by, is_for_following):
    try:
        row.apply(shift=shift, by=by, now=timezone.now(), is_for_following=is_for_following)
    except Refused as refusal:
        refusal.prefix = row.prefix
        raise


@admin.register(ShiftRole)
class ShiftRoleAdmin(WordsOnly):
    """The name of one role in other languages; everything else about it is changed on the page of its shift."""

    search_fields = ("name", "opportunity__title")
    fields = readonly_fields = ("opportunity", "shift", "name")


@admin.register(ReminderPlan)
class ReminderPlanAdmin(WordsOnly):
    """The sentence in the reminders of an opportunity in other languages; when they come is said on a page of the desk."""

    search_fields = ("opportunity__title",)
    fields = readonly_fields = ("opportunity", "sentence")
