"""Stories and notices: what the office tells, written and shown from here."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.admin import RecordAdmin, VerbAdmin
from intake.fresh import NothingOverwritten
from languages.admin import Translated
from outreach.actions import stories
from outreach.forms.stories import NoticeForm, StoryForm
from outreach.models import Notice, Story
from people.access import OfficeScoped


@admin.register(Story)
class StoryAdmin(NothingOverwritten, Translated, OfficeScoped, VerbAdmin):
    form = StoryForm
    list_display = ("title", "state", "published_at", "office", "neighborhood")
    list_filter = ("state",)
    list_select_related = ("office", "neighborhood")
    search_fields = ("title",)
    readonly_fields = ("state", "published_at")
    change_form_template = "admin/outreach/story/change_form.html"
    fieldsets = [
        (None, {"fields": ("office", "title", "summary", "body", "neighborhood", "slug", "state", "published_at")}),
        (_("Photo"), {"fields": ("photo_file", "without_photo", "alt", "consent_by", "consent_on", "consent_words")}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("photo", "photo_wide")

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, "office") if obj else self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            self.check_fresh(request, form)
        photo = form.cleaned_data.get("photo_file")
        stories.describe(
            story=obj, photo=photo.read() if photo else None, without_photo=form.cleaned_data.get("without_photo", False), by=request.user, now=timezone.now()
        )


@admin.register(Notice)
class NoticeAdmin(Translated, OfficeScoped, RecordAdmin):
    form = NoticeForm
    list_display = ("title", "kind", "deadline", "is_published", "office")
    list_filter = ("kind", "is_published")
    list_select_related = ("office",)
    search_fields = ("title",)
    fields = ("office", "kind", "title", "text", "url", "deadline", "shown_from", "shown_until", "is_published")

    def get_readonly_fields(self, request, obj=None):
        return ("office",) if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
