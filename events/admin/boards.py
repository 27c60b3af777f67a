"""Boards with their members and terms, and how many working days ahead an office has to know of each kind of support."""

from django.contrib import admin

from events.forms.admin import BoardForm, LeadTimeForm
from events.models import Board, BoardMember, LeadTime
from intake.admin import RecordAdmin
from languages.admin import Translated
from people.access import OfficeScoped, allows


class MemberInline(admin.TabularInline):
    """Who sits on the board: whoever may change the board may change this."""

    model = BoardMember
    extra = 0
    fields = ("name", "role", "appointed_by", "since", "until")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("events.view_board")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("events.change_board") and allows(request.user, "events.change_board", getattr(obj, "office_id", None))

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(Board)
class BoardAdmin(Translated, OfficeScoped, RecordAdmin):
    form = BoardForm
    list_display = ("name", "office", "posting_hours")
    list_select_related = ("office",)
    search_fields = ("name",)
    inlines = (MemberInline,)
    fields = ("office", "name", "purpose", "rules", "posting_hours", "slug")

    def get_readonly_fields(self, request, obj=None):
        return ("office", "slug") if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(LeadTime)
class LeadTimeAdmin(OfficeScoped, RecordAdmin):
    form = LeadTimeForm
    list_display = ("kind", "working_days", "office")
    list_select_related = ("office",)
    list_filter = ("kind",)
    fields = ("office", "kind", "working_days")
