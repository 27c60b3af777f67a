"""Passkeys and security keys, asked for in the portal's words; the rest of these forms is allauth's."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField
from people.accounts import residents


def _name():
    return LineField(
        label=_("Name"), max_length=100, help_text=_("For example “blue key” or “my phone”."),
        error_messages={"required": _("Enter a name by which you know it again.")},
    )  # fmt: skip


_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)  # what the library raises for what no browser sends
NOT_MADE = _("Your browser made no passkey. You can try again, or go on without one.")
NOT_SHOWN = _("That did not work: we do not know this passkey or security key, or your browser did not show one. Try again, or type a code instead.")


def _credential(sentence):
    return forms.JSONField(widget=forms.HiddenInput, error_messages={"required": sentence, "invalid": sentence})


class AddKeyForm(AddWebAuthnForm):
    """A new passkey or security key."""

    name = _name()
    credential = _credential(NOT_MADE)

    def clean(self):
        try:
            return super().clean()
        except (forms.ValidationError, *_MALFORMED):
            raise forms.ValidationError(NOT_MADE) from None


class EditKeyForm(EditWebAuthnForm):
    """Another name for one."""

    name = _name()


class ShowKeyForm(AuthenticateWebAuthnForm):
    """A passkey or security key instead of a code, behind the password."""

    credential = _credential(NOT_SHOWN)

    def clean_credential(self):
        try:
            return super().clean_credential()
        except forms.ValidationError as refusal:
            raise refusal if refusal.code == "too_many_login_attempts" else forms.ValidationError(NOT_SHOWN) from None
        except _MALFORMED:
            raise forms.ValidationError(NOT_SHOWN) from None


class ShowKeyAgainForm(ShowKeyForm):
    """The same before something about one's sign-in changes."""

    reauthenticated = True


class PasskeyForm(AddKeyForm):
    """A resident's new passkey: kept on the device, opened with a finger, a face or its PIN."""

    def clean(self):
        self.cleaned_data["passwordless"] = True  # the device must have asked for the finger, face or PIN
        return super().clean()


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
