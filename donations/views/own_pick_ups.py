"""A person's own pick-up: its state, the proposed time to accept or decline, and cancelling."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from donations import pick_up_words as words
from donations import typed_times
from donations.actions import pick_ups, scheduling
from donations.models import PickUpRequest
from intake.refusal import Refused
from mailing import browser


def own(request, pk):
    """Return the pick-up when this browser may see it; one 404 for what is foreign, expired or unknown."""
    found = next(iter(words.fetch([pk])), None)
    return browser.own_or_404(request, found, person=found and found.person)


@never_cache
@require_safe
def detail(request, pk):
    """What was asked for, when we come, and what one can do."""
    return _page(request, own(request, pk))


def _page(request, pick_up, *, error="", status=200):
    context = {
        "pick_up": pick_up, "thing": words.thing(pick_up), "drive": pick_up.drive, "is_open": pick_up.state in PickUpRequest.OPEN, "error": error,
        "is_coming": pick_up.state in words.COMING,
        "may_ask": pick_up.drive.offers_pick_up and pick_up.drive.takes_pledges(timezone.now()), "contact_phone": pick_up.drive.contact_phone or pick_up.drive.office.phone,
        "rest": pick_up.rests.order_by("-pk").first() if pick_up.state == PickUpRequest.State.PARTLY else None,
    }  # fmt: skip
    return render(request, "donations/pick_up_detail.html", context, status=status)


def _do(request, pk, verb, said, **more):
    """Call the verb and go back to the page; a refusal stands above it."""
    try:
        verb(request=own(request, pk), by=None, now=timezone.now(), **more)
    except Refused as refused:
        return _page(request, own(request, pk), error=refused.sentence, status=422)
    messages.success(request, said)
    return redirect("donations:pick_up_detail", pk)


def _window(request):
    """Return the time that stood on the page when a button was pressed."""
    return typed_times.number(request.POST.get("window", ""))


@never_cache
@require_POST
def accept(request, pk):
    """“Yes, come then.”"""
    return _do(request, pk, scheduling.accept, _("Thank you. We come at this time."), window=_window(request))


@never_cache
@require_POST
def decline(request, pk):
    """“No, another time.”"""
    return _do(request, pk, scheduling.decline_proposal, _("Thank you. We propose another time."), window=_window(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    """Asked once more, and done when the answer is yes."""
    if request.method == "POST":
        return _do(request, pk, pick_ups.cancel, _("Your pick-up is cancelled. Thank you for telling us."))
    pick_up = own(request, pk)
    if pick_up.state not in PickUpRequest.OPEN:
        return redirect("donations:pick_up_detail", pk)
    return render(request, "donations/pick_up_cancel.html", {"pick_up": pick_up, "thing": words.thing(pick_up)})
