"""“I'd like to run a clean-up” and “invite us”: the forms, and one's own page of a proposal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import proposal_words
from events.actions import proposals
from events.forms.proposals import InviteForm, ProposeForm
from events.models import Proposal
from intake.form_keys import browser_of
from intake.refusal import Refused
from languages import formats
from languages.offer import offered_codes
from mailing import browser
from mailing.views.taking import come_back_tomorrow, go_on, say, with_fresh_key
from people.models import Office


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request):
    """“I'd like to run an event.”"""
    return _ask(request, ProposeForm, "events/propose.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    """“Come to our school, center or group.”"""
    return _ask(request, InviteForm, "events/invite.html")


def _ask(request, form_class, template):
    office = Office.objects.order_by("-is_main", "pk").first()
    if office is None:
        raise Http404
    if request.method != "POST":
        return _page(request, template, form_class(initial={"language": get_language()}, languages=offered_codes()))
    form = form_class(request.POST, languages=offered_codes())
    if not form.is_valid():
        return _page(request, template, with_fresh_key(form), status=422)
    try:
        outcome = proposals.ask(
            office=office, form=form.to_form(get_language()), proved=browser.proved_addresses(request), key=form.cleaned_data["key"],
            browser=browser_of(request), now=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        status = say(form, refused)
        return _page(request, template, with_fresh_key(form), status=status)
    return go_on(request, form, outcome, own_page="events:proposal")


def _page(request, template, form, *, status=200):
    reply_by = formats.weekday_date(timezone.localdate() + proposals.REPLY_DAYS)
    return come_back_tomorrow(render(request, template, {"form": form, "reply_by": reply_by}, status=status))


def own(request, pk):
    """Return the proposal when this browser may see it; one 404 for what is foreign, expired or unknown."""
    found = next(iter(proposal_words.fetch([pk])), None)
    return browser.own_or_404(request, found, person=found and found.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was proposed, by when we answer, and our answer."""
    return _own_page(request, own(request, pk))


def _own_page(request, found, *, error="", status=200):
    context = {
        "proposal": found, "thing": proposal_words.thing(found), "kind": proposal_words.kind(found), "event": proposal_words.public_event(found), "error": error,
        "is_open": found.state == Proposal.State.RECEIVED, "phone": found.office.phone,
    }  # fmt: skip
    return render(request, "events/proposal.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """Asked once more, and done when the answer is yes."""
    found = own(request, pk)
    if request.method != "POST":
        if found.state != Proposal.State.RECEIVED:
            return redirect("events:proposal", pk)
        return render(request, "events/withdraw_proposal.html", {"proposal": found, "thing": proposal_words.thing(found)})
    try:
        proposals.withdraw(proposal=found, by=None, now=timezone.now())
    except Refused as refused:
        return _own_page(request, own(request, pk), error=refused.sentence, status=422)
    messages.success(request, _("Your proposal is withdrawn. Thank you for telling us."))
    return redirect("events:proposal", pk)
