"""The forms of a campaign: its words, its test, and the presses that make a new one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.admin import RefusableForm
from intake.day_lists import sensible
from intake.fields import EmailField
from intake.form_keys import KeyField
from intake.refusal import Refused
from languages.admin import TranslationForm
from outreach import campaign_rules, markdown
from outreach.models import Campaign

HOW_TO_WRITE = gettext_lazy(
    "Plain Markdown: an empty line between paragraphs, # before a heading, - before each item of a list, **bold**, [words](https://…) for a link. "
    "Placeholders: %(known)s."
)


class CampaignForm(RefusableForm):
    """The words and whom they go to."""

    class Meta:
        model = Campaign
        fields = ("office", "name", "topic", "segment", "without", "subject", "body", "fallback", "send_at", "in_archive")
        widgets = {"body": forms.Textarea(attrs={"rows": 22, "cols": 90, "spellcheck": "true"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "body" in self.fields:
            known = ", ".join(f"[[{name}]]" for name in markdown.PLACEHOLDERS)
            self.fields["body"].help_text = HOW_TO_WRITE % {"known": known}
            self.fields["body"].strip = False  # the number of a line is the one that is shown

    def clean_send_at(self):
        return sensible(self.cleaned_data["send_at"])

    def clean_body(self):
        """Line ends as everything below counts lines."""
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")


class CampaignTranslationForm(TranslationForm):
    """The words in another language: what may not stand in a letter is refused here too."""

    def clean(self):
        values = super().clean()
        if values.get("field") and values.get("text"):
            try:
                campaign_rules.check_translation(values["field"], values["text"].replace("\r\n", "\n"))
            except Refused as refusal:
                self.add_error("text", [one.sentence for one in (refusal, *refusal.and_also)])
        return values


class TrialForm(forms.Form):
    """Where a test goes, and in which language."""

    address = EmailField(label=gettext_lazy("Send a test to"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    key = KeyField()

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages


class PressForm(forms.Form):
    """A button that makes something new, once."""

    key = KeyField()


def said_of(refusal: Refused) -> str:
    """Return everything a refusal says, in one line."""
    return " ".join(dict.fromkeys(one.sentence for one in (refusal, *refusal.and_also))) or _("This cannot be done.")
