"""The site page: who leads a shift on its day sees who is expected, by a link and without an account."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intake.form_keys import new_key
from languages.content import translated
from volunteers import site_links, words
from volunteers.desk.rosters import MARKS, has_come, mark_label, sheets_of
from volunteers.models import ShiftRole


def unlisted(view):
    """Keep a page out of search engines and of every cache on the way."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = never_cache(view)(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def site_page(view):
    """Open a page to the browser that has opened the link of this number; wrong, over, taken back and unknown are one 404."""

    @unlisted
    @wraps(view)
    def guarded(request, pk, *args, **kwargs):
        now = timezone.now()
        link = site_links.opened(request, pk, now=now)
        if link is None:
            raise Http404
        return view(request, link, *args, now=now, **kwargs)

    return guarded


@unlisted
@require_safe
def open_link(request, token):
    """Open a lead's link: a cookie until it is over, no token in the address bar, nothing written."""
    now = timezone.now()
    link = site_links.behind(token, now=now)
    if link is None:
        raise Http404
    if not link.is_open(now):
        return render(request, "volunteers/site/early.html", {"opens": words.deadline(link.opens, link.shift.zone)})
    response = HttpResponseRedirect(reverse("volunteers:site", args=[link.pk]))
    site_links.set_opened(response, link, now)
    return response


@site_page
@require_safe
def page(request, link, *, now):
    """Who is expected, by what they do, with a number to tap; who waits; what to do when the weather turns."""
    shift = link.shift
    request.is_own_page = True
    return render(
        request,
        "volunteers/site/page.html",
        {
            "link": link, "shift": shift, "opportunity": shift.opportunity, "key": new_key(),
            "sheets": named_sheets(shift), "when": words.when(shift), "place": shift.venue, "directions": words.directions(shift),
            "may_mark": has_come(shift, now), "marks": [(state.value, mark_label(state)) for state in MARKS],
        },
    )  # fmt: skip


def named_sheets(shift):
    """Return the sheets of a shift; its opportunity and its roles get their words in the reader's language."""
    sheets = sheets_of(ShiftRole.objects.filter(shift=shift))
    translated([shift.opportunity], get_language(), ["title"])
    translated([sheet.role for sheet in sheets if sheet.role.name], get_language(), ["name"])
    return sheets
