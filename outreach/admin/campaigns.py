"""Campaigns: their words and whom they go to, while they are drafts; what is done with them stands on their own page."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from intake.admin import VerbAdmin
from intake.fresh import NothingOverwritten
from languages.admin import TranslationInline
from outreach.actions import campaigns
from outreach.campaign_rules import WHY_FIXED, State
from outreach.forms.campaigns import CampaignForm, CampaignTranslationForm
from outreach.models import Campaign
from people.access import OfficeScoped


def is_fixed(request, campaign):
    """Its words are shown as they stand. A form that was opened before is read whole, so that the sentence comes with all that was typed."""
    return campaign is not None and campaign.pk is not None and campaign.state != State.DRAFT and request.method != "POST"


class CampaignTranslations(TranslationInline):
    form = CampaignTranslationForm

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs.update(rows=10, cols=60)
        return field

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not is_fixed(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not is_fixed(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(Campaign)
class CampaignAdmin(NothingOverwritten, OfficeScoped, VerbAdmin):
    form = CampaignForm
    list_display = ("name", "state", "topic", "send_at", "started_at", "recipients", "office")
    list_filter = ("state", ("topic", admin.RelatedOnlyFieldListFilter), ("office", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("office", "topic")
    search_fields = ("name", "subject")
    readonly_fields = ("state", "corrects")
    change_form_template = "admin/outreach/campaign/change_form.html"
    fieldsets = [
        (None, {"fields": ("office", "name", "state", "corrects")}),
        (gettext_lazy("Who gets it"), {"fields": ("topic", "segment", "without")}),
        (gettext_lazy("What it says"), {"fields": ("subject", "body", "fallback")}),
        (gettext_lazy("When, and where it stays"), {"fields": ("send_at", "in_archive")}),
    ]

    def get_fieldsets(self, request, obj=None):
        """A new one has no state, and corrects nothing."""
        left_out = {name for name in ("state", "corrects") if obj is None or not getattr(obj, name)}
        return [(words, {**more, "fields": [name for name in more["fields"] if name not in left_out]}) for words, more in self.fieldsets]

    def get_readonly_fields(self, request, obj=None):
        if is_fixed(request, obj):
            return [name for _words, more in self.fieldsets for name in more["fields"]]
        return (*self.readonly_fields, *(("office",) if obj else ()))

    def get_inlines(self, request, obj):
        return [CampaignTranslations] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        campaign = self.get_object(request, object_id)
        more = {"why_fixed": WHY_FIXED.get(State(campaign.state)) if campaign else None}
        if is_fixed(request, campaign):
            more |= dict.fromkeys(("show_save", "show_save_and_continue", "show_save_and_add_another"), False)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def save_model(self, request, obj, form, change):
        if change:
            self.check_fresh(request, form)
        campaigns.save(campaign=obj, by=request.user, now=timezone.now())

    def response_add(self, request, obj, post_url_continue=None):
        """A new one goes on with its translations."""
        answer = super().response_add(request, obj, post_url_continue)
        is_done = answer.status_code == 302 and not {"_continue", "_addanother"} & request.POST.keys()
        return HttpResponseRedirect(reverse("admin:campaign", args=[obj.pk])) if is_done else answer

    def response_change(self, request, obj):
        """What follows is on its own page: who gets it, how it looks, sending it."""
        answer = super().response_change(request, obj)
        is_done = answer.status_code == 302 and not {"_continue", "_addanother"} & request.POST.keys()
        return HttpResponseRedirect(reverse("admin:campaign", args=[obj.pk])) if is_done else answer
