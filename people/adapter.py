"""How allauth behaves and what it says here."""

import time
from typing import ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.middleware import FACTORS, has_proved

TOO_MANY = _("Too many tries in a short time. Wait five minutes, then try again.")
WRONG_CODE = _("This code is not right. The app shows a new one every half minute; a recovery code works once.")
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use the app on your phone or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
}


class StaffAccountAdapter(DefaultAccountAdapter):
    """Staff accounts are made by invitation; nobody makes their own."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("We know no staff account with this email address and this password. Please check both."),
        "enter_current_password": _("This is not the password you have now. Please type it again."),
        "incorrect_password": _("This is not your password. Please type it again."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask nobody for the password twice within five minutes who has just typed it and now sets up the first second factor."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user) and _typed_password_just_now(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """Return the ways to show that it is oneself; who has not shown the second factor in this session cannot do with the password instead."""
        ways = [{**way, "description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]
        if is_mfa_enabled(user, types=FACTORS) and not has_proved(self.request):
            return [way for way in ways if way["id"] != "reauthenticate"]
        return ways


class StaffFactorAdapter(DefaultMFAAdapter):
    """The second factor, in the portal's words."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Recovery codes go with a second factor. Please set one up first."),
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("First show that your email address is yours: open the link in our letter."),
    }

    def generate_authenticator_name(self, user, type):
        """Return the name that a new passkey or security key has until its owner gives it another."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Key %(number)s") % {"number": number}


def _typed_password_just_now(request):
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "password" and time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
