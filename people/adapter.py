"""How allauth behaves here."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled

from people.middleware import FACTORS, has_proved


class StaffAccountAdapter(DefaultAccountAdapter):
    """Staff accounts are made by invitation; nobody makes their own."""

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask nobody for the password twice within five minutes who has just typed it and now sets up the first second factor."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user) and _typed_password_just_now(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """Return the ways to show that it is oneself; who has not shown the second factor in this session cannot do with the password instead."""
        ways = super().get_reauthentication_methods(user)
        if is_mfa_enabled(user, types=FACTORS) and not has_proved(self.request):
            return [way for way in ways if way["id"] != "reauthenticate"]
        return ways


def _typed_password_just_now(request):
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "password" and time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
