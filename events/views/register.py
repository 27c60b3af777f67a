"""“I'm coming”: the form, and where it leads."""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookings.seats import Full
from bookings.words import party
from events import for_registration, invitations, words
from events import registration_rules as rules
from events.actions.registrations import register as register_verb
from events.forms.registrations import RegistrationForm
from events.models import Event
from intake import kept_pages
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from sharing import heard


def register(request, slug):
    """Show the form, or take it: then “One more step”, or “You are registered” where the address is proved here already."""
    if request.method == "POST":
        event = for_registration.find(slug)
        if event is None:
            raise Http404
        return _take(request, event)
    saves_data = request.headers.get("Save-Data", "") == "on"
    return kept_pages.answer(request, name=("register", slug, get_language(), request.get_host(), saves_data), render=partial(_empty_form, request, slug))


def _event(slug):
    event = Event.objects.announced().select_related("office", "venue__neighborhood").defer("venue__neighborhood__outline").filter(slug=slug).first()
    if event is None:
        raise Http404
    return event


def _empty_form(request, slug, key):
    event = _event(slug)
    initial = {
        "language": get_language(),
        "guardian_language": get_language(),
        "waitlist": "1" if event.is_full else "",
        "key": key,
        "party_size": 1,
        "invited": request.GET.get("for", "")[:60],
    }
    return _page(request, event, RegistrationForm(initial=initial, languages=offered_codes(), event=event))


def _take(request, event):
    form = RegistrationForm(request.POST, languages=offered_codes(), event=event)
    if not form.is_valid():
        return _page(request, _event(event.slug), with_fresh_key(form), status=422)
    try:
        outcome = register_verb(
            event=event, form=form.to_form(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"], browser=browser_of(request),
            invitation=invitations.behind(form.cleaned_data["invited"], event=event), now=timezone.now(),
        )  # fmt: skip
    except Full as full:
        return _offer_waitlist(request, _event(event.slug), form, full)
    except Refused as refused:
        status = say(form, refused)
        return _page(request, _event(event.slug), with_fresh_key(form), status=status)
    if outcome.is_new and not event.is_sensitive:
        heard.note(request, ref=outcome.ref, target=words.path_of(event))
    size = form.cleaned_data["party_size"]
    age = form.cleaned_data.get("age", "")
    return go_on(request, form, outcome, own_page="events:registration_detail", party_size=size, waits=outcome.waits, until=outcome.until, age=age)


def _offer_waitlist(request, event, form, full):
    """The same form page, with the waitlist offered: nothing typed is lost."""
    if not event.waitlist:
        what_else = _("Please call us.")
        form.add_error("party_size", f"{full.sentence} {what_else}")
        return _page(request, event, with_fresh_key(form), status=422)
    fewer = 0 < (event.places_left or 0) < form.cleaned_data["party_size"]
    form = with_fresh_key(form)
    form.data["waitlist"] = "" if fewer else "1"
    reason = "" if event.places_left else full.sentence  # free places that others wait for are not ours to count
    return _page(request, event, form, full=full, fewer=fewer, reason=reason)


def _page(request, event, form, *, status=200, full=None, fewer=False, reason=""):
    words.put_titles([event])
    invitation = invitations.behind(form["invited"].value() or "", event=event)
    why_not = ""
    try:
        rules.check_open(event, timezone.now())
        rules.check_invited(event, invitation)
    except Refused as refused:
        why_not = refused.sentence
    if event.invited_only and invitation is None:
        raise Http404  # whoever has no link learns nothing of it
    context = {
        "event": event, "what": words.title_of(event), "when": words.when(event), "where": words.where(event), "form": form, "why_not": why_not, "full": full,
        "fewer": fewer, "reason": reason, "wanted": party(form.cleaned_data["party_size"]) if fewer else "", "invitation": invitation,
        "to_waitlist": full is not None or (event.is_full and event.waitlist),
    }  # fmt: skip
    return come_back_tomorrow(render(request, "events/register.html", context, status=status))
