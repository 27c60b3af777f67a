"""Pages behind the links that need no account (`mailing.links.doors`): kept by nobody, and what is changed there is in the history as done by the link."""

from functools import wraps

import pghistory
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def unlisted(view):
    """Keep a page out of search engines and of every cache on the way."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = never_cache(view)(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def opening(door, *, page, early=None):
    """Return the view that opens a link: a cookie until it is over, no token in the address bar, nothing written.

    `page(link)` names the page behind it; where the link is not good yet, `early(request, link)` answers, else the page itself does.
    """

    @unlisted
    @require_safe
    def open_link(request, token):
        now = timezone.now()
        link = door.behind(token, now=now)
        if link is None:
            raise Http404
        if early is not None and not link.is_open(now):
            return early(request, link)
        response = HttpResponseRedirect(reverse(page(link), args=[link.pk]))
        door.set_opened(response, link, now)
        return response

    return open_link


def page_behind(door, *, actor, fits=lambda link: True):
    """Open a page to the browser that has opened the link of this number; wrong, over, taken back and unknown are one 404.

    The view gets the link and `now`. What is changed there is in the history as done by `actor` (`intake.actors`).
    """

    def decorate(view):
        @unlisted
        @wraps(view)
        def guarded(request, pk, *args, **kwargs):
            now = timezone.now()
            link = door.opened(request, pk, now=now)
            if link is None or not fits(link):
                raise Http404
            if request.method != "POST":
                return view(request, link, *args, now=now, **kwargs)
            with pghistory.context(**{actor: link.pk}):
                return view(request, link, *args, now=now, **kwargs)

        return guarded

    return decorate
