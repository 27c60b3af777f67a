"""When an office writes to many, and the weekly emails that were made."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin
from languages.admin import Translated
from outreach.actions import digests
from outreach.forms.stories import RulesForm
from outreach.models import DigestIssue, OutreachRules
from people.access import OfficeScoped


@admin.register(OutreachRules)
class OutreachRulesAdmin(Translated, OfficeScoped, RecordAdmin):
    form = RulesForm
    list_display = ("office", "digest_is_on", "digest_weekday", "digest_hour")
    list_select_related = ("office",)
    fieldsets = [
        (None, {"fields": ("office",)}),
        (_("Weekly email"), {"fields": ("digest_is_on", "digest_weekday", "digest_hour", "intro")}),
        (_("Everything to many"), {"fields": ("quiet_from", "quiet_until", "per_second", "per_day", "needs_second_person", "undo_minutes")}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ("office",) if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        was = OutreachRules.objects.get(pk=obj.pk) if change else None
        digests.keep_rules(rules=obj, was=was, now=timezone.now())


@admin.register(DigestIssue)
class DigestIssueAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    list_display = ("period", "office", "due", "state", "readers", "written")
    list_filter = ("state",)
    list_select_related = ("office",)
    fields = ("office", "period", "due", "state", "readers", "written", "made_at", "finished_at", "archive")
    readonly_fields = fields

    @admin.display(description=_("as everybody reads it"))
    def archive(self, issue):
        """Lead to the page of the archive; a week that was passed over has none."""
        if not issue.contents:
            return _("This week was passed over: nothing was written.")
        url = reverse("outreach:archived_digest", args=[issue.office.slug, issue.period])
        return format_html('<a href="{}">{}</a>', url, _("Open it"))
