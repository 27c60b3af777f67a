"""`/preferences/`: how somebody wants to be written to, for addresses this browser has proved and links it has opened."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.form_keys import browser_of
from intake.refusal import Refused
from languages.content import translated
from mailing import browser, proof
from mailing.forms import AddressForm
from mailing.views.link_pages import unlisted
from mailing.views.taking import come_back_tomorrow, say, with_fresh_key
from outreach import links
from outreach.actions import preferences as verbs
from outreach.actions import subscriptions
from outreach.forms.preferences import PreferencesForm, PressForm, initial_of
from outreach.models import Preferences, Subscription
from people.models import Office
from volunteers.actions import reminders
from volunteers.models import KeepPosted, NoReminders


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """Show and keep one person's preferences; a browser that knows nobody is asked for an address, and several people are asked who is meant."""
    persons = _persons(request)
    if not persons:
        return redirect("outreach:preferences") if request.method == "POST" else _ask(request, AddressForm())
    person = browser.chosen(request, persons)
    if person is None:
        request.is_own_page = True
        return render(request, "outreach/preferences_whose.html", {"persons": persons})
    if request.method != "POST":
        return _page(request, person, persons)
    form = PreferencesForm(request.POST, person=person)
    if not form.is_valid():
        return _page(request, person, persons, form=with_fresh_key(form), status=422)
    try:
        verbs.save(person=person, wishes=form.wishes(), key=form.cleaned_data["key"], browser=browser_of(request), now=timezone.now())
    except Refused as refused:
        return _page(request, person, persons, status=say(form, refused), form=with_fresh_key(form))
    messages.success(request, _("Saved. We write to you as you said."))
    return _back_to(person)


def _page(request, person, persons, *, form=None, status=200):
    own = Preferences.objects.filter(person=person).first() or Preferences(person=person)  # looking makes no row
    form = form or PreferencesForm(initial=initial_of(person, own), person=person)
    request.is_own_page = True
    today = timezone.localdate()
    context = {
        "person": person, "form": form, "press": PressForm(auto_id=False), "are_several": len(persons) > 1,
        "is_subscribed": Subscription.objects.standing().filter(person__in=links.readers(person)).exists(),
        "paused_until": own.paused_until if own.paused_until and own.paused_until > today else None,
        "wants_no_reminders": NoReminders.objects.filter(person=person, sign_up=None).exists(),
        "posted": KeepPosted.objects.standing().filter(person=person).first(), "is_proved": person.email in browser.proved_addresses(request),
    }  # fmt: skip
    return come_back_tomorrow(render(request, "outreach/preferences.html", context, status=status))


def _persons(request):
    """Return everyone behind the addresses proved here, and whose link was opened here; but not who is known for one sensitive thing only."""
    persons = {person.pk: person for person in browser.persons(request) if not person.apart}
    opened = links.opened(request)
    if opened is not None and not opened.person.apart:
        persons.setdefault(opened.person_id, opened.person)
    translated([person.office for person in persons.values()], get_language(), ["name"])
    return list(persons.values())


def _pressed(request):
    """Return whose page a button stands on. Raises Http404 for anybody else's, and where this browser knows nobody any more."""
    person = browser.chosen(request, _persons(request))
    if person is None:
        raise Http404
    return person


def _back_to(person):
    return redirect(f"{reverse('outreach:preferences')}?person={person.pk}")


# --- The buttons ----------------------------------------------------------------------------------------------------------


@never_cache
@require_POST
def pause(request):
    """“Stop for a month”, and “Go on now”."""
    person, now = _pressed(request), timezone.now()
    if request.POST.get("act") == "go_on":
        verbs.go_on(person=person, now=now)
        messages.success(request, _("We write to you again."))
        return _back_to(person)
    try:
        verbs.pause(person=person, key=request.POST.get("key", ""), browser=browser_of(request), now=now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("We stop for a month. Letters about your own sign-ups still come."))
    return _back_to(person)


@never_cache
@require_POST
def leave(request):
    """“Stop all of these letters”, for everyone who reads them at this address."""
    person = _pressed(request)
    subscriptions.leave_everything(person=person, how=Subscription.Ended.PAGE, now=timezone.now())
    messages.success(request, _("Done. You get no more of these letters. Letters about your own sign-ups still come."))
    return _back_to(person)


@never_cache
@require_POST
def remind(request):
    """Reminders have a switch of their own."""
    person = _pressed(request)
    verb = {"stop": reminders.stop, "again": reminders.go_on}.get(request.POST.get("act", ""))
    if verb:
        verb(person=person, sign_up=None, by=None, now=timezone.now())
        messages.success(request, _("No more reminders. If something changes we still tell you.") if verb is reminders.stop else _("We will remind you again."))
    return _back_to(person)


# --- The ways in ----------------------------------------------------------------------------------------------------------


@unlisted
@require_safe
def open_preferences(request, token):
    """Where the link in a letter lands: a cookie for an hour, no token in the address bar, nothing written."""
    found = links.behind(token)
    if found is None:
        raise Http404
    response = HttpResponseRedirect(f"{reverse('outreach:preferences')}?person={found.person_id}")
    links.set_opened(response, found)
    return response


@never_cache
@require_POST
def ask_for_code(request):
    """Send a code to an address; known or unknown, the page is the same. It leads back to the preferences."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    email = form.cleaned_data["email"]
    if email not in browser.proved_addresses(request):
        try:
            link = proof.ask(email=email, office=Office.objects.order_by("-is_main", "pk").first(), language=get_language(), now=timezone.now())
        except Refused as refused:
            return _ask(request, form, status=say(form, refused))
        browser.hold(request, link_id=link.pk, address=email, typed={})
        browser.keep(request, request.session.get("own"))
        browser.lead_to(request, "outreach:preferences")
        return redirect("mailing:confirm")
    return redirect("outreach:preferences")


def _ask(request, form, *, status=200):
    return come_back_tomorrow(render(request, "outreach/preferences_address.html", {"form": form}, status=status))
