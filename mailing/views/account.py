"""A resident's optional account, on `/my/account/`: stay signed in on one's own device, add a passkey, sign in with it, remove it all."""

from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.refusal import Refused
from mailing import browser, proof
from people import accounts
from people.forms import PasskeyForm, SignInForm
from people.models import Office, Person


@never_cache
@require_safe
def account(request):
    """What staying signed in means, and for whom it is on: the addresses proved in this browser."""
    addresses = sorted(browser.proved_addresses(request))
    if not addresses:
        return redirect("my")
    return _page(request, addresses=addresses)


def _page(request, *, form=None, status=200, **context):
    request.is_own_page = True
    user = browser.account(request)
    context = {
        "account": user, "keys": accounts.passkeys(user) if user else [], "form": form or (PasskeyForm(user=user, initial={"name": ""}) if user else None),
        "may_add": browser.has_just_proved(request, timezone.now()), "addresses": sorted(browser.proved_addresses(request)), **context,
    }  # fmt: skip
    return render(request, "mailing/account/account.html", context, status=status)


@never_cache
@require_POST
def stay(request):
    """Stay signed in on this device; the account is made when there is none."""
    address = request.POST.get("address", "")
    if address not in browser.proved_addresses(request):
        return redirect("my")
    if request.user.is_authenticated and browser.account(request) is None:
        return _page(request, status=422, refused=_("Staff are signed in here. Use another browser for your own sign-ups."))
    try:
        user = accounts.make(address=address, now=timezone.now())
    except Refused as refusal:
        return _page(request, status=422, refused=refusal.sentence)
    browser.stay_signed_in(request, user)
    messages.success(request, _("You stay signed in on this device."))
    return redirect("mailing:account")


@never_cache
@require_POST
def ask_again(request):
    """Send a code to the account's own address: before a passkey is added somebody shows that it is them."""
    user = browser.account(request)
    if user is None:
        return redirect("my")
    person = Person.objects.behind(user.email).select_related("office").order_by("pk").first()
    office = person.office if person else Office.objects.order_by("-is_main").first()
    try:
        link = proof.ask(email=user.email, office=office, language=get_language(), now=timezone.now())
    except Refused as refusal:
        response = _page(request, status=429, refused=refusal.sentence)
        response["Retry-After"] = "86400"
        return response
    browser.hold(request, link_id=link.pk, address=user.email, typed={})
    return redirect("mailing:confirm")


# --- Passkeys --------------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request):
    """Give the browser what it needs to make a passkey, or keep the one it has made."""
    user = browser.account(request)
    if user is None or request.method != "POST":
        return redirect("mailing:account")
    if not browser.has_just_proved(request, timezone.now()):
        return _page(request, status=422, refused=_("Please type a new code first, so that we know it is you."))
    if _wants_options(request):
        return JsonResponse({"options": begin_registration(user, True)})
    form = PasskeyForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        accounts.add_passkey(user=user, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"])
    except Refused as refusal:
        return _page(request, status=422, refused=refusal.sentence)
    messages.success(request, _("The passkey is added. Next time you can sign in with it, without a code."))
    return redirect("mailing:account")


@never_cache
@require_POST
def remove_passkey(request, pk):
    """Take one of one's own passkeys away; anybody else's is not found."""
    user = browser.account(request)
    if user is None or not accounts.remove_passkey(user=user, pk=pk):
        raise Http404
    messages.success(request, _("The passkey does not open anything here any more. You can also delete it from your device."))
    return redirect("mailing:account")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """Give the browser what it needs to ask for a passkey, or sign in with the one it has shown. Nothing is said about who has one."""
    if request.method != "POST":
        return redirect("my")
    if _wants_options(request):
        return JsonResponse({"options": begin_authentication(user=None)})
    if request.user.is_authenticated and browser.account(request) is None:
        messages.error(request, _("Staff are signed in here. Use another browser for your own sign-ups."))
        return redirect("my")
    form = SignInForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That did not work: we do not know this passkey, or your browser did not show one. You can ask for a code instead."))
        return redirect("my")
    key = form.cleaned_data["credential"]
    key.record_usage()
    browser.stay_signed_in(request, key.user)
    return redirect("my")


def _wants_options(request):
    return request.headers.get("Accept") == "application/json"


# --- The end ----------------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request):
    """Remove the account, after one question; sign-ups stay, and this browser forgets."""
    user = browser.account(request)
    if user is None:
        return redirect("my")
    if request.method == "POST":
        accounts.remove(user=user)
        response = render(request, "mailing/account/removed.html")
        browser.forget(request, response)
        return response
    request.is_own_page = True
    return render(request, "mailing/account/remove.html", {"account": user})
