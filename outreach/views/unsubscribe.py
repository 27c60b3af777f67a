"""Out of all letters to many: a page in words with one button, and one POST for mail programs (RFC 8058).

Opening either changes nothing: scanners open links. Both ask for no cookie and no cross-site token, because the address itself is the secret.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from languages.content import translated
from mailing.views.link_pages import unlisted
from outreach import links
from outreach.actions import subscriptions
from outreach.models import Subscription, Topic

ONE_CLICK = "List-Unsubscribe"  # RFC 8058, 3.2: the field a mail program sends, with the value One-Click


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Say what comes and show the button, or end it all; a second press changes nothing, and wrong and forgotten links are one 404."""
    preferences = _found(token)
    if request.method != "POST":
        return _page(request, preferences, token)
    if ONE_CLICK in request.POST:
        return _end_at_once(preferences)
    subscriptions.leave_everything(person=preferences.person, how=Subscription.Ended.PAGE, now=timezone.now())
    return redirect("outreach:unsubscribe", token)


@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request, token):
    """End it all with one POST; a mail program that opens the address instead is led to the page with the button."""
    preferences = _found(token)
    return _end_at_once(preferences) if request.method == "POST" else redirect("outreach:unsubscribe", token)


def _found(token):
    preferences = links.way_out(token)
    if preferences is None:
        raise Http404
    return preferences


def _end_at_once(preferences):
    subscriptions.leave_everything(person=preferences.person, how=Subscription.Ended.ONE_CLICK, now=timezone.now())
    return HttpResponse(_("You get no more of these letters."), content_type="text/plain; charset=utf-8")


def _page(request, preferences, token):
    standing = Subscription.objects.standing().filter(person__in=links.readers(preferences.person)).values("topic")
    topics = translated(Topic.objects.filter(pk__in=standing), get_language(), ["name"])
    office = translated([preferences.person.office], get_language(), ["name"])[0]
    context = {
        "topics": topics,
        "office": office,
        "token": token,
        "address": masked(preferences.person.email),
        "preferences_url": links.preferences_url(preferences),
    }
    return render(request, "outreach/unsubscribe.html", context)


def masked(address):
    """Return an address so that its owner knows it again, and nobody else learns it: v•••@example.org."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else ""
