"""Staff need a second factor: an authenticator app, a passkey or a recovery code."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ENROLMENT = {"mfa_activate_totp", "mfa_add_webauthn"}
STAFFS_OWN = ("account_", "mfa_")  # the sign-in pages
ALWAYS_OPEN = {"admin:logout", "admin:jsi18n", "admin:login"}


class StaffSecondFactor:
    """Send staff without a second factor to enrolment, and staff who did not use theirs in this session to the code page.

    allauth asks for the factor at sign-in but cannot demand that one exists; this guards the admin and every page marked as staff's.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        enrolled = factors(request.user) if getattr(request, "enrols", False) else []
        if enrolled:
            # The code typed to enrol is the proof for this session; asking for a second one would mean waiting for the next.
            # It also counts as “Is it you?” for the next minutes, so that the recovery codes are shown at once.
            record_authentication(request, request.user, method="mfa", id=enrolled[0], reauthenticated=True)
        if _came_too_late(request, response):
            messages.info(request, _("Too much time has passed since you typed your password. Please sign in again."))
        return response

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.view_name.startswith(STAFFS_OWN) and request.user.is_authenticated and not request.user.is_staff:
            return redirect("mailing:account")  # a resident's account has a page of its own
        if match.view_name in ENROLMENT:
            request.enrols = request.method == "POST" and request.user.is_authenticated and not is_mfa_enabled(request.user, types=FACTORS)
            return None
        if not is_staff_page(match, view) or match.view_name in ALWAYS_OPEN:
            return None
        if not request.user.is_authenticated or not request.user.is_staff:
            return None
        return None if has_proved(request) else ask_for_factor(request)


def _came_too_late(request, response):
    """Tell whether a code was typed when the sign-in that it belongs to was over (allauth keeps it for 15 minutes)."""
    is_code = request.method == "POST" and request.resolver_match and request.resolver_match.view_name == "mfa_authenticate"
    return bool(is_code) and response.headers.get("Location") == reverse("account_login")


def is_staff_page(match, view):
    """Tell whether an address belongs to staff: the admin, and views opened by `access.staff_page`."""
    return match.namespaces[:1] == ["admin"] or getattr(view, "audience", "") == "staff"


def has_proved(request):
    """Tell whether this session was opened with a second factor that its user still has: who lost a phone is signed in on it no more, once it is reset."""
    records = [record for record in get_authentication_records(request, request.user) if record.get("method") == "mfa"]
    if not records:
        return False
    known = dict(Authenticator.objects.filter(user=request.user).values_list("pk", "type"))
    return not set(FACTORS).isdisjoint(known.values()) and any(record.get("id") is None or record["id"] in known for record in records)


def factors(user):
    """Return the ids of a user's second factors."""
    return list(Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("pk").values_list("pk", flat=True))


def ask_for_factor(request):
    """Lead to enrolment, or to the code page when there is a factor already."""
    if not is_mfa_enabled(request.user, types=FACTORS):
        messages.info(request, _("Staff sign in with a second factor. Please set one up now: it takes two minutes."))
        return redirect("mfa_activate_totp")
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
