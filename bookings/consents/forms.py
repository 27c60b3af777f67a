"""What a form asks about a guardian, and what staff note of one: shape only."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, LineField, PhoneField
from people.consents import Guardian

LONGEST_NAME = 120
FIELDS = ("guardian_name", "guardian_email", "guardian_phone", "guardian_language")


def add(form: forms.Form, languages: list[str]) -> None:
    """Ask who has to agree for somebody under 18, on the form of whoever comes."""
    form.fields["guardian_name"] = LineField(
        label=_("Only if you are under 18: your guardian’s name"), required=False, max_length=LONGEST_NAME,
        help_text=_("A parent or guardian has to agree. We keep your place for three days."),
    )  # fmt: skip
    form.fields["guardian_email"] = EmailField(
        label=_("Your guardian’s email"),
        required=False,
        help_text=_("They get a letter with a button. No email? Give a phone number, or print a form on the next page."),
    )
    form.fields["guardian_phone"] = PhoneField(
        label=_("Your guardian’s phone"), required=False, widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
    )
    form.fields["guardian_language"] = forms.ChoiceField(
        label=_("Your guardian reads"), required=False, choices=[(code, get_language_info(code)["name_local"]) for code in languages if code in dict(settings.LANGUAGES)],
        error_messages={"invalid_choice": _("Please choose one of the languages.")},
    )  # fmt: skip
    for name in FIELDS:
        form.fields[name].one_of = True  # the labels say when they are needed


def check(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Say beside the field that somebody under 18 names a guardian."""
    if cleaned.get("age") == "minor" and "guardian_name" in form.fields and not cleaned.get("guardian_name") and not form.has_error("guardian_name"):
        form.add_error("guardian_name", _("Enter the name of a parent or guardian: they have to agree."))


def guardian(typed: dict[str, Any], default_language: str) -> Guardian | None:
    """Return who was named for somebody under 18, as the verbs take it."""
    if typed.get("age") != "minor" or not typed.get("guardian_name"):
        return None
    language = typed.get("guardian_language") or default_language
    return Guardian(typed["guardian_name"], typed.get("guardian_email") or "", typed.get("guardian_phone") or "", language)


class ConsentForm(forms.Form):
    """What a guardian said, and how."""

    says = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    how = forms.ChoiceField(choices=[("paper", ""), ("phone", "")])
