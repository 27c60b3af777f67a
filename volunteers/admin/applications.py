"""Applicants, by state; each is decided on the page of a sign-up."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin
from people.access import OfficeScoped
from volunteers.models import Application, SignUp


@admin.register(Application)
class ApplicationAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Who has applied for what, and what the office said."""

    office_path = "opportunity__office"
    leads_path = "opportunity__leads"
    list_display = ("person", "opportunity", "state", "created_at", "decided_by", "decide")
    list_filter = ("state",)
    list_select_related = ("person", "opportunity", "decided_by")
    search_fields = ("person__name", "opportunity__title")
    fields = ("person", "opportunity", "state", "note", "decided_by", "decided_at", "created_at", "decide")

    def get_queryset(self, request):
        """Each knows its newest sign-up, for the whole list at once."""
        own = SignUp.objects.filter(person=OuterRef("person"), shift_role__opportunity=OuterRef("opportunity"))
        return super().get_queryset(request).annotate(newest=Subquery(own.order_by("-pk").values("pk")[:1]))

    def get_readonly_fields(self, request, obj=None):
        return self.fields

    @admin.display(description=_("sign-up"))
    def decide(self, application):
        if application.newest is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:sign_up_desk", args=[application.newest]), _("Decide there"))
