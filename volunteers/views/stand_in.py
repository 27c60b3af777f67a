"""Somebody to take one's place: the link to share, and the page it opens."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bookings.words import party
from intake.form_keys import browser_of, new_key
from intake.refusal import Refused
from languages.offer import offered_codes
from mailing import browser, proof
from mailing.models import AccessLink
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from people.things import keeper_of
from sharing.prompts import share_links
from volunteers import words
from volunteers.actions import stand_ins
from volunteers.forms.sign_ups import StandInForm
from volunteers.views.own import own_sign_up


@never_cache
def share(request, pk):
    """Make the link with a press, and show it with ways to send it to a friend."""
    sign_up = own_sign_up(request, pk)
    error = ""
    if request.method == "POST":
        try:
            stand_ins.offer_to_stand_in(sign_up=sign_up, by=None, now=timezone.now())
            return redirect("volunteers:stand_in", pk)
        except Refused as refused:
            error = refused.sentence
    link = AccessLink.objects.filter(purpose=AccessLink.Purpose.HAND_OVER, scope=sign_up.ref, person=sign_up.person).first()
    thing = words.thing(sign_up)
    url = proof.url(link) if link else ""
    text = _("I cannot come. Would you like to take my place? %(title)s, %(when)s") % {"title": thing.title, "when": thing.when}
    context = {"sign_up": sign_up, "thing": thing, "url": url, "share": share_links(text, url), "error": error}
    return render(request, "volunteers/stand_in_link.html", context, status=422 if error else 200)


@never_cache
@require_POST
def stop(request, pk):
    """Take the link back."""
    stand_ins.keep_place(sign_up=own_sign_up(request, pk), by=None, now=timezone.now())
    messages.success(request, _("The link does not work any more. The place stays yours."))
    return redirect("volunteers:sign_up_detail", pk)


@never_cache
def take_over(request):
    """What the shared link opens: the facts and a short form, or why the place cannot be taken any more."""
    sign_up = _opened_sign_up(request)
    form = StandInForm(request.POST if request.method == "POST" else None, languages=offered_codes(), initial={"language": get_language(), "key": new_key()})
    if request.method != "POST" or not form.is_valid():
        return _page(request, sign_up, form, status=422 if request.method == "POST" else 200)
    try:
        outcome = stand_ins.take_over(
            sign_up=sign_up, form=form.to_form(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"],
            browser=browser_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, sign_up, form, status=say(form, refused))
    return go_on(request, form, outcome, own_page="volunteers:sign_up_detail", party_size=sign_up.party_size)


def _opened_sign_up(request):
    link = browser.opened_link(request, AccessLink.Purpose.HAND_OVER)
    if link is None:
        raise Http404
    keeper, number = keeper_of(link.scope)
    found = keeper.fetch([number])
    if not found:
        raise Http404
    return found[0]


def _page(request, sign_up, form, *, status=200):
    try:
        stand_ins.check_can_pass_on(sign_up, timezone.now())
        why_not = ""
    except Refused as refused:
        why_not = refused.sentence
    if form.is_bound:
        with_fresh_key(form)
    thing = words.thing(sign_up)
    context = {"thing": thing, "opportunity": sign_up.shift_role.opportunity, "party": party(sign_up.party_size), "form": form, "why_not": why_not}
    return come_back_tomorrow(render(request, "volunteers/take_over.html", context, status=status))
