"""Mailed links to one thing, and forgetting on a shared computer."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mailing import browser, proof
from mailing.models import AccessLink
from people.things import keeper_of


@never_cache
@require_safe
def open_link(request, token):
    """Open the one thing behind a mailed link: a cookie for an hour, no token in the address bar, nothing written."""
    link = proof.link_behind(token, purposes=[AccessLink.Purpose.MANAGE, AccessLink.Purpose.HAND_OVER], now=timezone.now())
    if link is None:
        raise Http404
    keeper, number = keeper_of(link.scope)
    url = keeper.url if link.purpose == AccessLink.Purpose.MANAGE else keeper.take_over_url
    response = HttpResponseRedirect(url(number))
    browser.set_opened(response, link)
    return response


@never_cache
@require_POST
def forget_here(request):
    """“I'm done, forget me here.”"""
    response = redirect("mailing:forgotten_here")
    browser.forget(request, response)
    return response


@never_cache
@require_safe
def forgotten_here(request):
    """This browser knows nobody any more."""
    return render(request, "mailing/forgotten_here.html")
