"""The forms of stories, notices and rules on the staff site: shape only; what may be is decided by the verbs they call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.admin import RecordForm, RefusableForm
from intake.day_lists import sensible
from intake.slugs import free_slug
from outreach.models import Notice, OutreachRules, Story
from outreach.rules import is_quiet_hour

_DAY = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
_TEXT = {"rows": 16, "cols": 80}


class StoryForm(RefusableForm):
    """A story with its photo; the address makes itself from the title."""

    slug = forms.SlugField(label=_("Address"), required=False, max_length=80, help_text=_("Leave empty: it makes itself from the title."))
    photo_file = forms.FileField(
        label=_("Photo"), required=False, help_text=_("PNG, JPEG or WebP, at most 15 MB. It is drawn anew: place, time and camera are not kept."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )  # fmt: skip
    without_photo = forms.BooleanField(label=_("Take the photo out"), required=False)
    consent_on = forms.DateField(label=_("Agreed on"), required=False, **_DAY)

    class Meta:
        model = Story
        fields = ()  # the admin names them
        widgets = {
            "body": forms.Textarea(attrs=_TEXT),
            "summary": forms.Textarea(attrs={"rows": 2, "cols": 80}),
            "alt": forms.Textarea(attrs={"rows": 2, "cols": 80}),
        }

    def clean_slug(self):
        among = Story.objects.exclude(pk=self.instance.pk)
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("title", "")[:70], among=among, otherwise="story")

    def clean_consent_on(self):
        return sensible(self.cleaned_data["consent_on"])


class NoticeForm(RecordForm):
    """What others offer or ask for, with a link and a deadline."""

    deadline = forms.DateField(label=_("Deadline"), required=False, help_text=_("It is shown until this day, and on it."), **_DAY)
    shown_from = forms.DateField(label=_("Shown from"), **_DAY)
    shown_until = forms.DateField(label=_("Shown until"), required=False, help_text=_("Where it has no deadline, or ends earlier."), **_DAY)

    class Meta:
        model = Notice
        fields = ()  # the admin names them
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "cols": 80})}

    def clean_deadline(self):
        return sensible(self.cleaned_data["deadline"])

    def clean_shown_from(self):
        return sensible(self.cleaned_data["shown_from"])

    def clean_shown_until(self):
        return sensible(self.cleaned_data["shown_until"])

    def clean(self):
        values = super().clean()
        first = values.get("shown_from")
        for name in ("deadline", "shown_until"):
            if first and values.get(name) and values[name] < first:
                self.add_error(name, _("That would be over before it is shown."))
        if not self.errors and not values.get("text", "").strip() and not values.get("url"):
            self.add_error("text", _("Give a link or a text: a title alone helps nobody."))
        return values


class RulesForm(RecordForm):
    """When the weekly email leaves and how fast an office writes to many."""

    class Meta:
        model = OutreachRules
        fields = ()  # the admin names them
        widgets = {"intro": forms.Textarea(attrs={"rows": 3, "cols": 80})}

    def clean_digest_hour(self):
        hour = self.cleaned_data["digest_hour"]
        if hour > 23:
            raise forms.ValidationError(_("An hour of the day: 0 to 23."))
        return hour

    def clean(self):
        values = super().clean()
        if {"digest_hour", "quiet_from", "quiet_until"} <= values.keys():
            if values["quiet_from"] == values["quiet_until"]:
                self.add_error("quiet_until", _("The quiet hours have to end at another time than they begin."))
            elif is_quiet_hour(values["digest_hour"], values["quiet_from"], values["quiet_until"]):
                self.add_error("digest_hour", _("This lies in the quiet hours: nothing leaves then."))
        for name in ("per_second", "per_day"):
            if values.get(name) == 0:
                self.add_error(name, _("Leave it empty for no limit, or write 1 or more."))
        return values
