"""The names of passkeys and security keys, asked in the portal's words; the rest of these forms is allauth's."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField
from people.accounts import residents


def _name():
    return LineField(
        label=_("Name"), max_length=100, help_text=_("For example “blue key” or “my phone”."),
        error_messages={"required": _("Enter a name by which you know it again.")},
    )  # fmt: skip


class AddKeyForm(AddWebAuthnForm):
    """A new passkey or security key."""

    name = _name()


class EditKeyForm(EditWebAuthnForm):
    """Another name for one."""

    name = _name()


_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)  # what the library raises for what no browser sends


class PasskeyForm(AddWebAuthnForm):
    """A resident's new passkey: kept on the device, opened with a finger, a face or its PIN."""

    name = _name()

    def clean(self):
        self.cleaned_data["passwordless"] = True  # the device must have asked for the finger, face or PIN
        try:
            return super().clean()
        except _MALFORMED:
            raise forms.ValidationError(_("Your browser made no passkey. You can try again, or go on without one.")) from None


class SignInForm(LoginWebAuthnForm):
    """Signing in with a passkey. Staff sign in with a password and a second factor."""

    def clean_credential(self):
        try:
            authenticator = super().clean_credential()
        except _MALFORMED:
            raise forms.ValidationError(_("This passkey opens nothing here.")) from None
        if not residents().filter(pk=authenticator.user_id).exists():
            raise forms.ValidationError(_("This passkey opens nothing here."))
        return authenticator
