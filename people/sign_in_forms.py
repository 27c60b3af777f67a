"""The forms of signing in, in the portal's words; what they check is allauth's."""

from allauth.account.forms import ChangePasswordForm, LoginForm, PasswordVerificationMixin, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

from intake.fields import MALFORMED, EmailField

ENTER_PASSWORD = _("Enter your password.")
ENTER_CODE = _("Enter the code.")
ENTER_ADDRESS = _("Enter your email address.")
ENTER_NEW = _("Enter the password you want to have.")
ENTER_AGAIN = _("Enter the new password once more.")
GOOD_PASSWORD = _("At least 12 characters. Three or four words that do not belong together are easy to remember and hard to guess.")


def _say(field, label, missing, **attrs):
    """Give a field of allauth its label and its refusals; what a label says, no placeholder says again."""
    field.label = label
    field.error_messages.update(required=missing, null_characters_not_allowed=MALFORMED)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


def _address():
    field = EmailField(label=_("Email"), error_messages={"required": ENTER_ADDRESS})
    field.widget.attrs["autocomplete"] = "username"  # with it a browser finds the password that belongs to the address (WCAG 2.2, 1.3.5)
    return field


class StaffSignInForm(LoginForm):
    """Email and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        _say(self.fields["password"], _("Password"), ENTER_PASSWORD)
        self.fields["remember"].label = _("Stay signed in on this device")


class PasswordAgainForm(ReauthenticateForm):
    """The password, before something about one's sign-in changes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], _("Password"), ENTER_PASSWORD)


class ForgottenPasswordForm(ResetPasswordForm):
    """The address of whoever forgot the password; a resident's account has none, and gets no letter about one."""

    email = _address()

    def clean_email(self):
        email = super().clean_email()
        self.users = [user for user in self.users if user.is_staff]
        return email


# --- A new password --------------------------------------------------------------------------------------------------


class _TypedTwice:
    """A new password is typed twice alike."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["password1"], _("New password"), ENTER_NEW)
        self.fields["password1"].help_text = GOOD_PASSWORD
        _say(self.fields["password2"], _("New password once more"), ENTER_AGAIN)

    def clean(self):
        cleaned_data = super(PasswordVerificationMixin, self).clean()
        first, second = cleaned_data.get("password1"), cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two new passwords are not alike. Type both once more."))
        return cleaned_data


class OtherPasswordForm(_TypedTwice, ChangePasswordForm):
    """Another password, for who knows the one there is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], _("Password you have now"), ENTER_PASSWORD)


class ChosenPasswordForm(_TypedTwice, ResetPasswordKeyForm):
    """The password chosen behind the link of a letter."""


# --- The second factor -----------------------------------------------------------------------------------------------


class CodeForm(factor.AuthenticateForm):
    """The code of the app, or a recovery code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code"), ENTER_CODE)


class CodeAgainForm(factor.ReauthenticateForm):
    """The same once more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code"), ENTER_CODE)


class FirstCodeForm(ActivateTOTPForm):
    """The first code of the app that is being set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("6-digit code"), ENTER_CODE, inputmode="numeric")
