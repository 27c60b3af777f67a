"""Counted links in a list: for any page of the portal, one for each channel or partner."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.admin import RecordAdmin, RecordForm
from intake.fields import LineField
from sharing import prompts
from sharing.models import TrackedLink


class TrackedLinkForm(RecordForm):
    """The page and the channel."""

    target = LineField(
        label=gettext_lazy("Page"), max_length=300, help_text=gettext_lazy("Its address on this portal without the language, such as /volunteer/.")
    )

    class Meta:
        model = TrackedLink
        fields = ("target", "channel")

    def clean_target(self):
        """Return a path of this portal; an address elsewhere is refused."""
        target = self.cleaned_data["target"]
        if not target.startswith("/") or target.startswith("//") or "\\" in target:
            raise forms.ValidationError(_("Please enter a page of this portal, such as /volunteer/."))
        return target


@admin.register(TrackedLink)
class TrackedLinkAdmin(RecordAdmin):
    form = TrackedLinkForm
    list_display = ("channel", "target", "address", "followed")
    search_fields = ("channel", "target")
    readonly_fields = ("address", "followed")

    @admin.display(description=gettext_lazy("address"))
    def address(self, link):
        return prompts.address(link.code) if link.pk else ""

    def save_model(self, request, obj, form, change):
        obj.made_by = obj.made_by or request.user
        super().save_model(request, obj, form, change)
