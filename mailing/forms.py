"""The shape of what is typed while proving an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, PhoneField


class CodeForm(forms.Form):
    """The six digits from the letter."""

    code = forms.CharField(
        label=_("6-digit code"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-field", "maxlength": 12}),
        error_messages={"required": _("Type the 6-digit code from the letter.")},
    )


class AddressForm(forms.Form):
    """An email address."""

    email = EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), error_messages={"required": _("Enter your email address.")})


class NumberForm(forms.Form):
    """A phone number."""

    phone = PhoneField(
        label=_("Phone"), widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Enter your phone number.")},
    )  # fmt: skip
