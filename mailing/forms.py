"""The shape of what is typed to be reached, and while proving an address."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from intake.fields import EmailField, LineField, PhoneField
from intake.form_keys import KeyField


class ContactForm(forms.Form):
    """What every public form asks who is not known yet: a name, email or phone, the language of letters, and whose device it is."""

    name = LineField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Enter your name."),
            "max_length": _("This name is too long: at most %(limit_value)d letters fit. Please shorten it."),
        },
    )  # fmt: skip
    email = EmailField(label=_("Email"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}))
    phone = PhoneField(
        label=_("Phone"), required=False, help_text=_("No email? Give us a phone number and we will call you."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("We will write to you in"), required=False, error_messages={"invalid_choice": _("Please choose one of the languages.")}
    )
    own_device = forms.BooleanField(
        label=_("This is my own device"), required=False, help_text=_("Leave it empty on a shared computer: then nothing is remembered here.")
    )
    key = KeyField()

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, get_language_info(code)["name_local"]) for code in languages if code in dict(settings.LANGUAGES)]
        for name in ("email", "phone", "language"):  # one way to be reached is asked for, and one language is always chosen
            self.fields[name].one_of = True

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("phone") or self.errors.get("email") or self.errors.get("phone")):
            self.add_error("email", _("Enter an email address or a phone number, so that we can reach you."))
        return cleaned


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
