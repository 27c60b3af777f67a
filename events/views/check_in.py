"""The page behind the QR code at the door of an event: who has a code, or a browser that knows who they are, checks in; others are counted."""

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings import ticks
from bookings.check_in import TRIES_KEPT, TRY_WINDOW, address_in
from events import door_rules, door_signs, words
from events.actions import check_in as verbs
from events.forms.check_in import NOT_FOUND, ArrivalForm, CountForm
from events.models import Registration
from intake import short_codes
from intake.form_keys import browser_of, new_key
from intake.refusal import Refused
from intake.script_answers import answer, is_from_script
from mailing import browser
from mailing.views.link_pages import opening, page_behind

sign_page = page_behind(door_signs.DOOR, actor="door_sign")
open_sign = opening(door_signs.DOOR, page=lambda sign: "events:check_in")


@sign_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request, sign, *, now):
    """Type the code, or the address; or press the button where this browser knows who it is."""
    form = ArrivalForm(request.POST or None, is_sensitive=sign.event.is_sensitive, initial={"key": new_key()})
    if request.method != "POST":
        return _page(request, sign, now, form=form)
    if not form.is_valid():
        return _refuse(request, sign, now, form=form)
    try:
        return _check_in(request, sign, now, form)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else "who", refusal.sentence)
        return _refuse(request, sign, now, form=form, code=refusal.code)


def _check_in(request, sign, now, form):
    """A code is answered yes or no; an address is only heard: whoever holds a phone in their hand learns nothing about others."""
    typed = form.cleaned_data
    what = {"sign": sign, "typed": typed["who"], "browser": browser_of(request), "key": typed["key"], "now": now, "is_late_post": is_from_script(request)}
    if short_codes.read(typed["who"]) is None and address_in(typed["who"]) and not sign.event.is_sensitive:
        verbs.by_address(first_name=typed["first_name"], **what)
        return _done(request, sign, _("Thank you. If you registered with this, you are checked in. If you did not, count yourself below, or ask at the door."))
    if verbs.by_code(**what) is None:
        form.add_error("who", NOT_FOUND)
        return _refuse(request, sign, now, form=form)
    return _done(request, sign, _("You are checked in. Thank you for coming."))


@sign_page
@require_POST
def here(request, sign, *, now):
    """“I am here”, in a browser that has proved the address or opened the mailed link."""
    wanted = request.POST.get("registration", "")
    mine = next((one for one in own_registrations(request, sign) if str(one.pk) == wanted), None)
    if mine is None:
        raise Http404
    try:
        verbs.arrive(sign=sign, registration=mine, now=now, is_late_post=is_from_script(request))
    except Refused as refusal:
        return _refuse(request, sign, now, error=refusal.sentence)
    return _done(request, sign, _("You are checked in. Thank you for coming."))


@sign_page
@require_POST
def count(request, sign, *, now):
    """Somebody who has not registered, with a name or without."""
    form = CountForm(request.POST, is_sensitive=sign.event.is_sensitive)
    if not form.is_valid():
        return _refuse(request, sign, now, newcomer=form)
    typed = form.cleaned_data
    try:
        verbs.count_in(
            sign=sign, name=typed["name"], party_size=typed["party_size"], browser=browser_of(request), key=typed["key"], now=now,
            is_late_post=is_from_script(request),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _refuse(request, sign, now, newcomer=form, code=refusal.code)
    return _done(request, sign, _("You are counted. Thank you for coming."))


def own_registrations(request, sign):
    """Return the registrations for this event that this browser may see, by name."""
    here = Registration.objects.filter(event=sign.event_id, link=None, person__forgotten_at=None, state__in=verbs.KNOWN)
    return list(browser.own_among(request, here).select_related("person", "event").order_by("person__name", "pk"))


def _done(request, sign, said):
    if is_from_script(request):
        return answer(said)
    messages.success(request, said)
    return redirect("events:check_in", sign.pk)


def _refuse(request, sign, now, *, form=None, newcomer=None, error="", code=""):
    wrong = form or newcomer
    if is_from_script(request):
        return answer(" ".join(said for errors in wrong.errors.values() for said in errors) if wrong is not None else error, status=409)
    is_paused = code == "too_many"
    response = _page(request, sign, now, form=form, newcomer=newcomer, error=error, status=429 if is_paused else 422)
    if is_paused:
        response.headers["Retry-After"] = str(int(TRY_WINDOW.total_seconds()))
    return response


def _page(request, sign, now, *, form=None, newcomer=None, error="", status=200):
    event, own = sign.event, own_registrations(request, sign)
    if sign.takes_walk_ins and newcomer is None:
        newcomer = CountForm(is_sensitive=event.is_sensitive, initial={"key": new_key(), "party_size": 1})
    request.is_own_page = bool(own)
    counted = sign.tries.filter(browser=browser_of(request), tried_at__gt=now - TRIES_KEPT).aggregate(n=Sum("counted"))["n"] or 0
    words.put_titles([event])
    context = {
        "sign": sign, "event": event, "title": words.title_of(event), "when": words.when(event), "where": words.where(event), "closed": door_rules.why_not(event, now),
        "is_moved": door_signs.is_outdated(sign), "own": own, "form": form or ArrivalForm(is_sensitive=event.is_sensitive, initial={"key": new_key()}),
        "newcomer": newcomer, "counted": counted, "error": error, "phone": event.contact_phone or event.office.phone, "contact": event.contact_name,
        "reason": str(event.words.reason) if event.is_cancelled else "", "ticks": ticks.own_phone_words(f"sign:{sign.pk}"), "plus_one": new_key(),
    }  # fmt: skip
    return render(request, "events/check_in/page.html", context, status=status)
