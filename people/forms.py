"""The names of passkeys and security keys, asked in the portal's words; the rest of these forms is allauth's."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from intake.fields import LineField


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
