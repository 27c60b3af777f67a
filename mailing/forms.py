"""The shape of what is typed while proving an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField


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
