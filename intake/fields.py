"""Form fields that take what people type and refuse, in words, what cannot be meant."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from intake.phones import spoken_number
from intake.text import clean_line, clean_paragraphs, is_visible

_validate_email = EmailValidator(allowlist=[])
_SEPARATORS = re.compile(r"[^\d+]")
MALFORMED = _("This text has a character that cannot be stored. Please type it again.")
TOO_LONG = _("This is too long: at most %(limit_value)d letters fit.")
PLAIN_WORDS: dict[str, Any] = {"max_length": TOO_LONG, "null_characters_not_allowed": MALFORMED}


class LineField(forms.CharField):
    """One line of text; zero-width text is empty, NUL and surrogates are refused."""

    default_error_messages = PLAIN_WORDS

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_python(self, value):
        value = _clean(value, clean_line)
        return value if is_visible(value) else ""


class ParagraphsField(forms.CharField):
    """Several lines of text."""

    default_error_messages = PLAIN_WORDS
    widget = forms.Textarea

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 2000)
        super().__init__(**kwargs)

    def to_python(self, value):
        value = _clean(value, clean_paragraphs)
        return value if is_visible(value) else ""


class EmailField(forms.EmailField):
    """An email address that a mail server on the internet can have; `a@localhost` is refused. Returned in lower case."""

    default_error_messages = {**PLAIN_WORDS, "invalid": _("Enter an email address like name@example.org.")}
    default_validators = []

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def to_python(self, value):
        return _clean(value, clean_line).replace(" ", "").lower()

    def run_validators(self, value):
        super().run_validators(value)
        if not value:
            return
        try:
            _validate_email(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class PhoneField(forms.CharField):
    """A phone number, returned as E.164 (ITU-T); numbers without a country code are read as United States numbers."""

    _like_this = _("Enter a phone number with area code, like 617-555-0142.")
    default_error_messages = dict.fromkeys(["invalid", "max_length", "null_characters_not_allowed"], _like_this)
    widget = forms.TextInput(attrs={"type": "tel"})

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def prepare_value(self, value):
        """Show a number we know as people here write it; what was typed stays as it was typed."""
        return spoken_number(value) if isinstance(value, PhoneNumber) else value

    def has_changed(self, initial, data):
        """Compare what would be dialed: another way to write a number is no change."""
        try:
            return str(self.clean(data)) != (initial.as_e164 if isinstance(initial, PhoneNumber) and initial else str(initial or ""))
        except forms.ValidationError:
            return True

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        try:
            number = phonenumbers.parse(_SEPARATORS.sub("", clean_line(value)), "US")
        except phonenumbers.NumberParseException:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class NumberField(forms.IntegerField):
    """A whole number between two others; digits of any script are read."""

    default_error_messages = {
        "invalid": _("Enter a whole number, such as 3."),
        "min_value": _("Enter %(limit_value)s or more."),
        "max_value": _("Enter at most %(limit_value)s."),
    }

    def __init__(self, *, most, **kwargs):
        kwargs.setdefault("widget", forms.NumberInput(attrs={"inputmode": "numeric", "class": "narrow"}))
        super().__init__(min_value=0, max_value=most, required=False, **kwargs)


def _clean(value, cleaner):
    if value in (None, ""):
        return ""
    value = str(value)
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise forms.ValidationError(MALFORMED, code="malformed")
    return cleaner(value)
