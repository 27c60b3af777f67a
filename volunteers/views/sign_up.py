"""Signing up for a shift: the form, and where it leads."""

from functools import partial

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.seats import Full
from bookings.words import party
from intake import kept_pages
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.content import translated
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from sharing import heard
from volunteers import conditions, eligibility, hold_links, questions, words
from volunteers.actions.sign_up import sign_up as sign_up_verb
from volunteers.forms.sign_ups import SignUpForm
from volunteers.models import ShiftRole


def sign_up(request, role):
    """Show the form, or take it: then “One more step”, or “You are signed up” where the address is proved here already."""
    if request.method == "POST":
        return _take(request, _or_404(ShiftRole.objects.for_sign_up(role)))
    saves_data = request.headers.get("Save-Data", "") == "on"
    return kept_pages.answer(request, name=("sign-up", role, get_language(), request.get_host(), saves_data), render=partial(_empty_form, request, role))


def _empty_form(request, pk, key):
    role = _or_404(ShiftRole.objects.filter(pk=pk).exclude(opportunity__state="draft").select_related("opportunity__office", "shift__venue").first())
    hold = hold_links.behind(request.GET.get("for", ""), role_id=pk)
    asks = questions.of(role, is_group="group" in request.GET)
    language, waitlist = get_language(), "1" if role.is_full and not (hold and hold.left) else ""
    initial = {"language": language, "guardian_language": language, "waitlist": waitlist, "key": key, "party_size": 1, "as_group": "1" if asks.is_group else ""}
    form = SignUpForm(initial={**initial, "partner": hold and hold_links.token(hold)}, languages=offered_codes(), asks=asks)
    if hold or asks.any:
        return _page(request, role, form)
    name = (language, waitlist, tuple(offered_codes()))
    return _page(request, role, form, drawn=kept_pages.form_of_everybody(name=name, key=key, render=partial(as_crispy_form, form)))


def _or_404(role):
    if role is None:
        raise Http404
    return role


def _take(request, role):
    asks = questions.of(role, is_group=request.POST.get("as_group") == "1")
    form = SignUpForm(request.POST, languages=offered_codes(), asks=asks)
    if not form.is_valid():
        return _again(request, role, form)
    hold, typed = hold_links.behind(form.cleaned_data["partner"], role_id=role.pk), form.to_form(get_language())
    try:
        outcome = sign_up_verb(
            shift_role=role, form=typed, proved=browser.proved_addresses(request),
            key=form.cleaned_data["key"], browser=browser_of(request), hold=hold, now=timezone.now(),
        )  # fmt: skip
    except Full as full:
        return _offer_waitlist(request, role, form, full)
    except Refused as refused:
        return _again(request, role, form, status=say(form, refused))
    if outcome.is_new:
        heard.note(request, ref=outcome.ref, target=words.path_of(role.opportunity))
    told = {"party_size": typed.party_size, "waits": outcome.waits, "until": outcome.until, "age": typed.age, "waiver": typed.waiver}
    if not outcome.is_new:  # stored nowhere: under another address it is made anew from this
        told |= {"notes": typed.notes, "children": typed.children, "group_name": typed.group_name, "group_names": typed.group_names, "hold": hold and hold.pk}
    return go_on(request, form, outcome, own_page="volunteers:sign_up_detail", **told)


def _again(request, role, form, *, status=422):
    """The form with what was typed."""
    return _page(request, role, with_fresh_key(form), status=status)


def _offer_waitlist(request, role, form, full):
    """The same form page, with the waitlist offered: nothing typed is lost."""
    role.refresh_from_db(fields=["taken", "reserved", "capacity"])
    if not role.waitlist:
        what_else = _("Please choose another date, or call us.")
        form.add_error("party_size", f"{full.sentence} {what_else}")
        return _page(request, role, form, status=422)
    fewer = 0 < (role.places_left or 0) < form.cleaned_data["party_size"]
    form.data = form.data.copy()
    form.data["waitlist"] = "" if fewer else "1"
    reason = "" if role.places_left else full.sentence  # free places that others wait for are not ours to count
    return _page(request, role, form, full=full, fewer=fewer, reason=reason)


def _page(request, role, form, *, status=200, full=None, fewer=False, reason="", drawn=""):
    translated([role.opportunity], get_language())
    hold = hold_links.behind(form["partner"].value() or "", role_id=role.pk)
    try:
        eligibility.check_open(role, timezone.now())
        eligibility.check_window(role, timezone.now())
        why_not = ""
    except Refused as refused:
        why_not = refused.sentence
    context = {
        "role": role, "opportunity": role.opportunity, "shift": role.shift, "what": words.role_title(role), "when": words.when(role.shift),
        "where": words.where(role), "form": form, "drawn": drawn, "why_not": why_not, "full": full, "hold": hold, "asks": form.asks, "needs": translated(conditions.wanted(role), get_language()),
        "to_waitlist": full is not None or (role.is_full and not (hold and hold.left)),
        "fewer": fewer, "reason": reason, "wanted": party(form.cleaned_data["party_size"]) if fewer else "",
    }  # fmt: skip
    return come_back_tomorrow(render(request, "volunteers/sign_up.html", context, status=status))
