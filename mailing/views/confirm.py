"""“One more step”: the code is typed, or the button behind the mailed link is pressed."""

from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intake.refusal import Refused
from languages.formats import clock, weekday_date
from mailing import browser, emails, proof
from mailing.addresses import email_key
from mailing.forms import AddressForm, CodeForm
from mailing.models import AccessLink
from mailing.typos import likely_meant
from people.things import describe


@never_cache
def confirm(request):
    """Show what waits for a code, and take the code."""
    if request.method == "POST":
        return _try_code(request, CodeForm(request.POST))
    return _page(request, CodeForm())


def _try_code(request, form):
    entries = browser.held(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    now = timezone.now()
    addresses = [entry["address"] for entry in entries if "@" in entry["address"]]
    links = AccessLink.objects.filter(address_key__in=[email_key(one) for one in addresses], address__in=addresses).values_list("pk", flat=True)
    link = proof.matching_link(links=list(links), typed=form.cleaned_data["code"], now=now)
    if link is None:
        form.add_error("code", _("This code is not right, or it is too old. Look at the newest letter, or send the code again."))
        return _page(request, form, status=422)
    refs = [ref for entry in entries if entry["address"] == link.address for ref in entry["refs"]]
    return _settle(request, link, refs, now)


def _settle(request, link, refs, now):
    proof.settle(link=link, refs=refs, by=None, now=now)
    browser.prove(request, link.address)
    browser.release(request, address=link.address)
    browser.just_settled(request, refs)
    return redirect("mailing:done" if refs else "my")


def _page(request, form, status=200, *, change=None, said=None):
    entries = [_entry(entry, timezone.now()) for entry in reversed(browser.held(request))]
    entries = [entry for entry in entries if entry]
    request.is_own_page = bool(entries)
    context = {"entries": entries, "form": form, "change": change or AddressForm(), "said": said, "wants_code": any(not e["is_phone"] for e in entries)}
    return render(request, "mailing/confirm.html", context, status=status)


def _entry(entry, now):
    link = AccessLink.objects.filter(pk=entry["link"]).select_related("office").first()
    if link is None:
        return None
    things = [_as_typed(thing, entry["typed"][thing.ref]) for thing in describe(entry["refs"])]
    return {
        "link": link,
        "address": entry["address"],
        "is_phone": not link.address,
        "things": things,
        "call_by": call_by(things),
        "waits": any(typed["waits"] for typed in entry["typed"].values()),
        "came_back": emails.came_back(link),
        "meant": likely_meant(link.address),
        "sent_at": timezone.localtime(link.last_letter_at or link.created_at),
        "is_earlier": bool(link.last_letter_at) and (now - link.last_letter_at).total_seconds() > 90,
    }


def _as_typed(thing, typed):
    """Nothing the city knows is shown before the address is proved: the page is the same for people on the list already."""
    return replace(thing, name=typed["name"], until=datetime.fromisoformat(typed["until"]) if typed["until"] else None, state_words="")


def call_by(things):
    """Return when the office will have called, in words."""
    until = next((thing.until for thing in things if thing.until), None)
    return f"{weekday_date(timezone.localtime(until))}, {clock(timezone.localtime(until))}" if until else ""


@never_cache
@require_safe
def done(request):
    """“You are signed up”: what the code or the button has just confirmed, and what happens next."""
    refs = browser.just_settled(request)
    if not refs or not browser.proved_addresses(request):
        raise Http404
    request.is_own_page = True
    return render(request, "mailing/done.html", {"things": describe(refs)})


@never_cache
@require_POST
def send_again(request):
    """Send the code once more."""
    link = get_object_or_404(AccessLink, pk=_held_entry(request)["link"])
    try:
        proof.send_again(link=link, now=timezone.now())
    except Refused as refused:
        status = 429 if refused.code in {"too_soon", "too_many"} else 422
        response = _page(request, CodeForm(), status=status, said={"kind": "warning", "text": refused.sentence})
        response["Retry-After"] = "60" if refused.code == "too_soon" else "86400"
        return response
    return redirect("mailing:confirm")


@never_cache
@require_POST
def change_address(request):
    """Put what this browser holds on the right address; the place is kept."""
    entry = _held_entry(request)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, CodeForm(), status=422, change=form)
    email = form.cleaned_data["email"]
    link = get_object_or_404(AccessLink, pk=entry["link"])
    try:
        new, typed = proof.change_address(link=link, typed=entry["typed"], email=email, now=timezone.now())
    except Refused as refused:
        form.add_error("email", refused.sentence)
        return _page(request, CodeForm(), status=422, change=form)
    browser.release(request, address=entry["address"])
    browser.hold(request, link_id=new.pk, address=email, typed=typed)
    return redirect("mailing:confirm")


def _held_entry(request):
    """Return the newest thing this browser waits for by email, or the one named in the form; 404 for another's."""
    wanted = request.POST.get("link", "")
    for entry in reversed(browser.held(request)):
        if "@" in entry["address"] and (not wanted or wanted == str(entry["link"])):
            return entry
    raise Http404


@never_cache
@require_safe
def confirm_link(request, token):
    """Where the mailed link lands: nothing is written but a cookie, and the token leaves the address bar."""
    link = proof.link_behind(token, purpose=AccessLink.Purpose.PROVE, now=timezone.now())
    if link is None:
        raise Http404
    response = HttpResponseRedirect(_reverse("mailing:press"))
    browser.set_opened(response, link)
    return response


def _reverse(name):
    return redirect(name).url


@never_cache
def press(request):
    """The page with the button: what waits for this address, each ticked, and “Yes, confirm”."""
    link = browser.opened_link(request, AccessLink.Purpose.PROVE)
    now = timezone.now()
    if link is None or not proof.is_alive(link, now):
        raise Http404
    waiting = proof.waiting_for(link)
    if request.method == "POST":
        chosen = [ref for ref in request.POST.getlist("ref") if ref in waiting]
        return _settle(request, link, chosen, now)
    request.is_own_page = True
    return render(request, "mailing/press.html", {"link": link, "things": describe(waiting)})
