"""“One more step”: the code is typed, or the button behind the mailed link is pressed."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from intake.phones import spoken_number
from intake.refusal import Refused
from languages.formats import day_and_clock
from mailing import browser, emails, proof
from mailing.forms import AddressForm, CodeForm, NumberForm
from mailing.models import AccessLink
from mailing.reach.addresses import email_key
from mailing.reach.typos import likely_meant
from people.things import describe, group_refs
from places.office_days import next_office_day_end

SETTLED = {"confirmed", "waitlisted", "offered", "kept_posted", "asked", "pick_up_requested", "subscribed"}


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
        form.add_error("code", _wrong_code(request))
        return _page(request, form, status=422)
    refs = [ref for entry in entries if entry["address"] == link.address for ref in entry["refs"]]
    return _settle(request, link, refs, now)


def _wrong_code(request):
    """Only the tries made in this browser are told: what others tried is nobody's business here."""
    if browser.count_wrong_try(request) >= proof.WRONG_TRIES:
        return _("Too many tries. Press “Send again” for a new code, or press the button in the letter.")
    return _("This code is not right, or it is too old. Look at the newest letter, or send the code again.")


def _settle(request, link, refs, now):
    proof.settle(link=link, refs=refs, by=None, now=now)
    browser.prove(request, link.address)
    browser.release(request, address=link.address)
    browser.just_settled(request, refs)
    return redirect("mailing:done" if refs else browser.goes_on_at(request))


def _page(request, form, status=200, *, change=None, change_number=None, said=None):
    entries = [_entry(entry, timezone.now()) for entry in reversed(browser.held(request))]
    entries = [entry for entry in entries if entry]
    request.is_own_page = bool(entries)
    context = {
        "entries": entries, "form": form, "change": change or AddressForm(), "change_number": change_number or NumberForm(),
        "said": said, "heading": _heading(entries),
        "wants_code": any(not entry["is_phone"] and not entry["came_back"] for entry in entries),
        "is_step": not all(entry["is_phone"] or entry["is_settled"] for entry in entries),
    }  # fmt: skip
    return render(request, "mailing/confirm.html", context, status=status)


def _heading(entries):
    """Return what is to be done, or that nothing is."""
    if not entries:
        return _("There is no sign-up to confirm here")
    if all(entry["is_settled"] for entry in entries):
        return _("This is confirmed")
    return _("We will call you") if all(entry["is_phone"] for entry in entries) else _("One more step")


def _entry(entry, now):
    link = AccessLink.objects.filter(pk=entry["link"]).select_related("office").first()
    if link is None:
        return None
    told = describe(entry["refs"])
    things = [_as_typed(thing, entry["typed"][thing.ref]) for thing in told]
    return {
        "link": link,
        "address": entry["address"] if link.address else spoken_number(link.phone),
        "is_phone": not link.address,
        "things": things,
        "is_settled": _is_settled(entry, link, told),
        "call_by": "" if link.address else call_by(things, link),
        "last_step": next((thing.last_step for thing in things if thing.last_step), ""),
        "keeps_no_place": bool(things) and not any(thing.keeps_place for thing in things),
        "only_waits": bool(things) and all(thing.state == "waitlisted" for thing in things),
        "came_back": emails.came_back(link),
        "meant": likely_meant(link.address),
        "sent_at": timezone.localtime(link.last_letter_at or link.created_at),
        "is_earlier": bool(link.last_letter_at) and (now - link.last_letter_at).total_seconds() > 90,
    }


def _as_typed(thing, typed):
    """Nothing the city knows is shown before the address is proved: the page is the same for people on the list already."""
    until = datetime.fromisoformat(typed["until"]) if typed["until"] else None
    return replace(thing, name=typed["name"], until=until, state="waitlisted" if typed["waits"] else "held", state_words="", next_words="")


def _is_settled(entry, link, things):
    """All that this browser made was confirmed elsewhere: with the button in the letter, or on the phone."""
    if link.proved_at is None or not things or not all(typed["is_new"] for typed in entry["typed"].values()):
        return False
    waiting = {f"{keeper.label}:{pk}" for keeper, _ids in group_refs(entry["refs"]) for pk, _link in keeper.held_by([link.pk])}
    return waiting.isdisjoint(entry["refs"]) and all(thing.state in SETTLED for thing in things)


def call_by(things, link):
    """Return when the office will have called, in words: before a place that is kept runs out, else by the end of the next office day."""
    until = next((thing.until for thing in things if thing.until), None)
    zone = ZoneInfo(settings.TIME_ZONE)
    until = until or next_office_day_end(now=link.created_at, zone=zone, closes=link.office.closes)
    return day_and_clock(until.astimezone(zone))


@never_cache
@require_safe
def done(request):
    """“You are signed up”: what the code or the button has just confirmed, and what happens next."""
    refs = browser.just_settled(request)
    if not refs or not browser.proved_addresses(request):
        raise Http404
    request.is_own_page = True
    things = describe(refs)
    expected = [thing for thing in things if thing.state == "confirmed"]
    context = {
        "things": things, "next_words": list(dict.fromkeys(thing.next_words for thing in things if thing.next_words)),
        "has_letter": any(thing.state in SETTLED for thing in things), "is_expected": bool(expected),
        "keeps_place": any(thing.keeps_place for thing in things), "has_calendar": any(thing.starts and thing.keeps_place for thing in expected),
    }  # fmt: skip
    return render(request, "mailing/done.html", context)


@never_cache
@require_POST
def send_again(request):
    """Send the code once more."""
    entry = _held_entry(request, is_wanted=lambda entry: "@" in entry["address"])
    link = get_object_or_404(AccessLink, pk=entry["link"])
    try:
        proof.send_again(link=link, now=timezone.now())
    except Refused as refused:
        status = 429 if refused.code in {"too_soon", "too_many"} else 422
        response = _page(request, CodeForm(), status=status, said={"kind": "warning", "text": refused.sentence})
        response["Retry-After"] = "60" if refused.code == "too_soon" else "86400"
        return response
    browser.forget_wrong_tries(request, entry["link"])
    said = _("A new letter is on its way to %(address)s. Only the code in the newest letter counts.")
    messages.success(request, said % {"address": entry["address"]})
    return redirect("mailing:confirm")


@never_cache
@require_POST
def change_address(request):
    """Put what this browser holds on the right address; the place is kept."""
    return _change(request, AddressForm(request.POST), "email", form_name="change", is_wanted=lambda entry: "@" in entry["address"])


@never_cache
@require_POST
def change_number(request):
    """Put what this browser holds on the right phone number; the place is kept, and the office calls by the day it said."""
    return _change(request, NumberForm(request.POST), "phone", form_name="change_number", is_wanted=lambda entry: "@" not in entry["address"])


def _change(request, form, field, *, form_name, is_wanted):
    entry = _held_entry(request, is_wanted=is_wanted)
    if not form.is_valid():
        return _page(request, CodeForm(), status=422, **{form_name: form})
    reached = form.cleaned_data[field]
    if reached == entry["address"]:
        return redirect("mailing:confirm")
    get_object_or_404(AccessLink, pk=entry["link"])
    typed = {ref: {**one, "phone": reached if field == "phone" else one["phone"]} for ref, one in entry["typed"].items()}
    try:
        new, typed = proof.change_address(typed=typed, now=timezone.now(), **{field: reached})
    except Refused as refused:
        form.add_error(field, refused.sentence)
        return _page(request, CodeForm(), status=422, **{form_name: form})
    browser.release(request, address=entry["address"])
    browser.hold(request, link_id=new.pk, address=reached, typed=typed)
    return redirect("mailing:confirm")


def _held_entry(request, *, is_wanted):
    """Return the newest thing of the wanted kind that this browser waits for, or the one named in the form; 404 for another's."""
    named = request.POST.get("link", "")
    for entry in reversed(browser.held(request)):
        if is_wanted(entry) and (not named or named == str(entry["link"])):
            return entry
    raise Http404


@never_cache
@require_safe
def confirm_link(request, token):
    """Where the mailed link lands: nothing is written but a cookie, and the token leaves the address bar."""
    link = proof.link_behind(token, purposes=[AccessLink.Purpose.PROVE], now=timezone.now())
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
