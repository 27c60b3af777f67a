"""The form of “keep me posted”: a name, a way to be reached, and what one would like; under a minute."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, LineField, PhoneField
from intake.form_keys import new_key
from people.availability import PARTS, slot, weekday_name
from people.profile_form import WhatAndWhere, several
from volunteers.actions.keep_posted import Form


class KeepPostedForm(WhatAndWhere):
    """Days and parts of the day are asked apart: ten boxes instead of twenty-one."""

    name = LineField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name."), "max_length": _("This name is too long: at most %(limit_value)d letters fit. Please shorten it.")},
    )  # fmt: skip
    email = EmailField(label=_("Email"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}))
    phone = PhoneField(
        label=_("Phone"), required=False, help_text=_("No email? Give us a phone number and we will call you."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("We will write to you in"), required=False, error_messages={"invalid_choice": _("Please choose one of the languages.")}
    )
    days = several(_("On which days are you usually free?"))
    parts = several(_("At what time of day?"), _("Mornings end at noon, evenings begin at 5 p.m."))
    own_device = forms.BooleanField(
        label=_("This is my own device"), required=False, help_text=_("Leave it empty on a shared computer: then nothing is remembered here.")
    )
    key = forms.CharField(
        required=False, max_length=43, widget=forms.HiddenInput, initial=new_key,
        error_messages=dict.fromkeys(["max_length", "null_characters_not_allowed"], _("This form is too old. Please send it again.")),
    )  # fmt: skip

    field_order = ["name", "email", "phone", "language", "interests", "languages", "neighborhood", "days", "parts", "own_device", "key"]

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, get_language_info(code)["name_local"]) for code in offered if code in dict(settings.LANGUAGES)]
        self.fields["days"].choices = [(str(day), weekday_name(day)) for day in range(7)]
        self.fields["parts"].choices = [(str(part), capfirst(str(words))) for part, words in enumerate(PARTS)]
        self.fields["email"].one_of = self.fields["phone"].one_of = self.fields["language"].one_of = True

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone") or self.errors.get("email") or self.errors.get("phone")):
            self.add_error("email", _("Enter an email address or a phone number, so that we can reach you."))
        return cleaned

    def to_form(self, default_language):
        """Return what was typed as the verb takes it; only days, or only times of day, mean all of the other."""
        typed, found = self.cleaned_data, self.what_and_where()
        days, parts = [int(day) for day in typed["days"]], [int(part) for part in typed["parts"]]
        free = [slot(day, part) for day in days or range(7) for part in parts or range(len(PARTS))] if days or parts else []
        return Form(
            name=typed["name"], email=typed["email"], phone=typed["phone"], language=typed["language"] or default_language,
            interests=tuple(found["interests"]), languages=tuple(found["languages"]), availability=tuple(sorted(free)),
            neighborhood_id=found["neighborhood"] and found["neighborhood"].pk,
        )  # fmt: skip
