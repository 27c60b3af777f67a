"""What is required of people: agreements with their texts, trainings and checks, who has met them, and guardians' consents."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.admin import ReadOnly, RecordAdmin, RecordForm, VerbAdmin
from languages.admin import Translated
from people import met
from people.access import OfficeScoped
from people.models import GuardianConsent, PersonRequirement, Requirement, WaiverText


class RequirementForm(RecordForm):
    """A requirement; an agreement with its text, which becomes a new version when it is changed."""

    text = forms.CharField(
        label=_("Text of the agreement"), required=False, widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
        help_text=_("Only for an agreement. Another text is a new version: everybody signs it again; what was signed before stays readable."),
    )  # fmt: skip

    class Meta:
        model = Requirement
        fields = ("office", "kind", "name", "how", "valid_months")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        newest = self.instance.texts.first() if self.instance.pk and self.instance.is_waiver else None
        self.initial.setdefault("text", newest.text if newest else "")

    def clean(self):
        values = super().clean()
        is_waiver = (values.get("kind") or self.instance.kind) == Requirement.Kind.WAIVER
        if is_waiver and not values.get("text"):
            self.add_error("text", _("Write the text that people agree to."))
        if not is_waiver and values.get("text"):
            self.add_error("text", _("Only an agreement has a text to sign."))
        return values


class WaiverTextInline(ReadOnly, admin.TabularInline):
    """Every version, word for word."""

    model = WaiverText
    extra = 0
    fields = readonly_fields = ("version", "created_at", "text")
    show_change_link = True  # to its words in other languages


@admin.register(Requirement)
class RequirementAdmin(Translated, OfficeScoped, VerbAdmin):
    form = RequirementForm
    list_display = ("name", "kind", "office", "valid_months")
    list_filter = ("kind",)
    list_select_related = ("office",)
    search_fields = ("name",)
    fields = ("office", "kind", "name", "how", "valid_months", "text")

    def get_inlines(self, request, obj):
        texts = [WaiverTextInline] if obj and obj.is_waiver else []
        return [*super().get_inlines(request, obj), *texts]

    def get_readonly_fields(self, request, obj=None):
        return ("office", "kind") if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.is_waiver:
            met.write_text(requirement=obj, text=form.cleaned_data["text"], now=timezone.now())


@admin.register(WaiverText)
class WaiverTextAdmin(Translated, OfficeScoped, RecordAdmin):
    """One version of an agreement in other languages; the text itself never changes."""

    office_path = "requirement__office"
    fields = readonly_fields = ("requirement", "version", "created_at", "text")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(PersonRequirement)
class PersonRequirementAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Who has met what, until when; it is noted on the page of a sign-up."""

    office_path = "requirement__office"
    list_display = ("person", "requirement", "version", "state", "met_on", "expires")
    list_filter = ("state", "how", ("expires", admin.DateFieldListFilter))
    list_select_related = ("person", "requirement", "waiver_text")
    search_fields = ("person__name", "requirement__name")
    fields = ("person", "requirement", "version", "state", "how", "signed_name", "language", "by", "met_on", "expires", "created_at")

    @admin.display(description=_("version"))
    def version(self, signed):
        return signed.waiver_text.version if signed.waiver_text else ""


@admin.register(GuardianConsent)
class GuardianConsentAdmin(ReadOnly, OfficeScoped, RecordAdmin):
    """Guardians' consents, as they were asked and given; those for a sensitive thing are seen by its own staff, on its page."""

    office_path = "person__office"
    list_display = ("person", "guardian", "state", "how", "asked_at", "answered_at")
    list_filter = ("state", "how")
    list_select_related = ("person", "guardian")
    search_fields = ("person__name", "guardian__name")
    fields = ("person", "guardian", "age_band", "state", "how", "by", "language", "covers_until", "asked_at", "answered_at")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(person__apart="")
