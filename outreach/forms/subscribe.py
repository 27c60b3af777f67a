"""The form of the page of topics: what, where, and an address; a name only for whoever wants to give one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField
from mailing.forms import ContactForm
from outreach import consent
from outreach.actions.subscriptions import Form
from outreach.forms.topics import TopicChoices


class SubscribeForm(ContactForm, TopicChoices):
    """At least one topic."""

    name = LineField(label=_("Your name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["topics", "neighborhoods", "interests", "email", "phone", "name", "language", "own_device", "key"]

    def __init__(self, *args, office, offered, **kwargs):
        super().__init__(*args, office=office, languages=offered, **kwargs)

    def clean_topics(self):
        """Somebody who ticks nothing wants nothing."""
        if not self.cleaned_data["topics"]:
            raise forms.ValidationError(_("Tick at least one topic from the list."))
        return self.cleaned_data["topics"]

    def to_form(self, default_language: str, source: str) -> Form:
        """Return what was typed as the verb takes it."""
        typed = self.cleaned_data
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"] or default_language,
            topics=self.numbers("topics"), neighborhoods=self.numbers("neighborhoods"), interests=self.numbers("interests"), source=source or consent.FORM,
        )  # fmt: skip
