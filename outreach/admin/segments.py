"""Segments: lists of people that are asked anew each time, put together by clicking."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.admin import VerbAdmin
from intake.refusal import Refused
from outreach import segments, whom
from outreach.forms.segments import SegmentForm, fields_of
from outreach.models import Campaign, Segment
from people.access import EVERYWHERE, OfficeScoped, offices_where
from people.models import Office

_ON_THEIR_WAY = [Campaign.State.IN_REVIEW, Campaign.State.SCHEDULED, Campaign.State.SENDING, Campaign.State.PAUSED]


def offices_of(request: HttpRequest) -> tuple[Office, ...]:
    """Return the offices whose segments the colleague may change."""
    offices = offices_where(request.user, "outreach.change_segment")
    return tuple(Office.objects.all() if offices is EVERYWHERE else Office.objects.filter(pk__in=offices))


@admin.register(Segment)
class SegmentAdmin(OfficeScoped, VerbAdmin):
    form = SegmentForm
    list_display = ("name", "office", "changed_at")
    list_filter = (("office", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("office",)
    search_fields = ("name",)
    readonly_fields = ("says", "people")
    change_form_template = "admin/outreach/segment/change_form.html"
    fieldsets = [
        (None, {"fields": ("office", "name", "says", "people", "combine")}),
        (gettext_lazy("Who belongs to it"), {"fields": fields_of("only")}),
        (gettext_lazy("Who does not, whatever else is true"), {"fields": fields_of("except")}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.offices = offices_of(request)
        return form

    def get_fieldsets(self, request, obj=None):
        """A new one says nothing yet; who may only look sees it in words."""
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": ("office", "name", "says", "people")})]
        if obj is None:
            return [(None, {"fields": ("office", "name", "combine")}), *self.fieldsets[1:]]
        return self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "office") if obj else self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change and Campaign.objects.filter(Q(segment=obj) | Q(without=obj), state__in=_ON_THEIR_WAY).exists():
            raise Refused(_("A campaign that is on its way goes by this group. Take it back first, or make a new group."))
        obj.made_by = obj.made_by or request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("the rule in words"))
    def says(self, segment):
        lines = [*segments.gone(segment.rule, segment.office), *(segments.in_words(segment.rule, segment.office) if segments.check(segment.rule) else [])]
        return format_html_join("", "{}<br>", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("people it finds now"))
    def people(self, segment):
        return whom.of_segment(segment, timezone.now()).count() if segments.check(segment.rule) else 0
