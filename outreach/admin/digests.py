"""When an office writes to many, and the weekly emails that were made."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin
from languages.admin import Translated
from outreach import progress
from outreach.actions import digests
from outreach.digest.readers import KIND
from outreach.digest.results import results
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
    fieldsets = [
        (None, {"fields": ("office", "period", "due", "state", "readers", "written", "made_at", "finished_at", "archive")}),
        (_("What came of it"), {"fields": ("sent", "did_not_arrive", "waiting", "not_sent", "unsubscribed", "clicked", "links")}),
    ]
    readonly_fields = [name for _title, part in fieldsets for name in part["fields"]]

    def get_object(self, request, object_id, from_field=None):
        """With what came of it, asked for once for the whole page."""
        issue = super().get_object(request, object_id, from_field)
        if issue:
            issue.progress = progress.of_letters(KIND, issue.ref, timezone.now(), are_leaving=True)
            issue.results = results(issue)
        return issue

    @admin.display(description=_("as everybody reads it"))
    def archive(self, issue):
        """Lead to the page of the archive; a week that was passed over has none."""
        if not issue.contents:
            return _("This week was passed over: nothing was written.")
        url = reverse("outreach:archived_digest", args=[issue.office.slug, issue.period])
        return format_html('<a href="{}">{}</a>', url, _("Open it"))

    @admin.display(description=_("Sent"))
    def sent(self, issue):
        return issue.progress.sent

    @admin.display(description=_("Did not arrive"))
    def did_not_arrive(self, issue):
        return issue.progress.failed + issue.progress.in_doubt

    @admin.display(description=_("Waiting"))
    def waiting(self, issue):
        return issue.progress.waiting + issue.progress.kept

    @admin.display(description=_("Not sent: cancelled, or no longer wanted"))
    def not_sent(self, issue):
        return issue.progress.cancelled

    @admin.display(description=_("Unsubscribed within a week"))
    def unsubscribed(self, issue):
        return issue.results.unsubscribed

    @admin.display(description=_("Links followed"))
    def clicked(self, issue):
        """Counted for all readers together: nobody can see who followed one."""
        return issue.results.clicked

    @admin.display(description=_("Which links were followed"))
    def links(self, issue):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", issue.results.links)) if issue.results.links else "–"
