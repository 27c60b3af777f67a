"""Every sign-up as a list."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import re_path
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin
from languages import formats
from languages.admin import LanguageFilter
from people import access
from people.access import OfficeScoped
from sharing.tables import copied_response, excel_or_back
from volunteers import finding
from volunteers.admin.columns import roster_link
from volunteers.desk.reach import may
from volunteers.exports import of_sign_ups
from volunteers.models import SignUp


@admin.register(SignUp)
class SignUpAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Every sign-up, to search and to see its history; what is done to one is done on the roster."""

    office_path = "shift_role__opportunity__office"
    leads_path = "shift_role__opportunity__leads"
    list_display = ("person", "opportunity", "when", "party_size", "state", "roster")
    list_filter = ("state", LanguageFilter)
    list_select_related = ("person", "shift_role__opportunity", "shift")
    search_fields = ("person__name", "shift_role__opportunity__title")  # shows the box; `finding` looks
    search_help_text = _("Any part of a name, an email address, a phone number or a title.")
    ordering = ("-id",)
    change_list_template = "admin/volunteers/signup/change_list.html"
    fields = ("person", "shift_role", "party_size", "state", "until", "late", "language", "notes", "answer", "attended_minutes", "entered_by", "created_at")

    def get_urls(self):
        return [re_path(r"^table\.(?P<ending>csv|xlsx)$", self.admin_site.admin_view(self.as_table), name="sign_ups_table"), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        return finding.matching(queryset, search_term), False

    def get_fields(self, request, obj=None):
        """What somebody wrote about themselves is for staff who may also call them, in the office it was written to."""
        may_see = obj is not None and may(request.user, "people.view_contact", obj.shift_role.opportunity)
        return [name for name in self.fields if may_see or name != "notes"]

    def as_table(self, request, ending):
        """The list as it is filtered, as CSV or for Excel; how to reach people only for staff who may see it."""
        if not request.user.has_perm("volunteers.export_signup"):
            raise PermissionDenied
        found = self.get_changelist_instance(request).get_queryset(request)
        found = access.scope(found, request.user, "volunteers.export_signup", office=self.office_path, leads_path=self.leads_path)
        header, values = of_sign_ups(found, with_contact=request.user.has_perm("people.view_contact"))
        if ending == "xlsx":
            return excel_or_back(request, "sign-ups", header, values.iterator(), back="admin:volunteers_signup_changelist")
        return copied_response("sign-ups", header, values, by=request.user)

    @admin.display(description=_("opportunity"))
    def opportunity(self, sign_up):
        return sign_up.shift_role.opportunity

    @admin.display(description=_("when"))
    def when(self, sign_up):
        return formats.when(sign_up.shift) if sign_up.shift else ""

    @admin.display(description=_("roster"))
    def roster(self, sign_up):
        return roster_link(sign_up.shift) if sign_up.shift_id else ""
