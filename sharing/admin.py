"""Counted links in a list: for any page of the portal, one for each channel or partner."""

from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import is_valid_path
from django.utils.translation import get_language_from_path, gettext_lazy, override
from django.utils.translation import gettext as _

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
        """Return a path of this portal without its language, as every link of that page has it; an address elsewhere, or of no page, is refused."""
        target = self.cleaned_data["target"].removeprefix(settings.SITE_URL)
        language = get_language_from_path(target)
        target = target.removeprefix(f"/{language}") if language else target
        path = "" if not target.startswith("/") or target.startswith("//") or "\\" in target else _page_of(urlsplit(target).path)
        if not path:
            raise forms.ValidationError(_("Please enter a page of this portal, such as /volunteer/."))
        return urlunsplit(urlsplit(target)._replace(path=path))


def _page_of(path):
    """Return a path, with the slash at its end where that is missing, if a page answers to it; else nothing."""
    with override(settings.LANGUAGE_CODE):
        return next((one for one in (path, f"{path}/") if is_valid_path(one)), "")


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
