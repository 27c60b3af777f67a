"""A flyer to print and hang up: one opportunity on one sheet, in the reader's language, with a QR code that leads to its page."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from languages.content import translated
from sharing import prompts
from volunteers import words
from volunteers.browsing import opportunity_page
from volunteers.models import Opportunity
from volunteers.views.browse import KEPT_SECONDS

MOST_DATES = 6  # what fits beside the code on one sheet


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def flyer(request, slug):
    """The flyer with the dates that take sign-ups; what takes none at all any more leads back to its page, which says why."""
    public = Opportunity.objects.public().select_related("office", "partner", "neighborhood").defer("neighborhood__outline")
    found = get_object_or_404(public.prefetch_related("interests"), slug=slug)
    if found.state != Opportunity.State.PUBLISHED:
        return redirect(found.get_absolute_url())
    page = opportunity_page.build(found, language=get_language(), now=timezone.now())
    translated([found.office], get_language(), ["name"])
    dates = [date for date in page.dates if date.is_open]
    has_others = any(not date.called_off for date in page.dates)
    address = prompts.addresses(words.path_of(found), found.get_absolute_url())[prompts.FLYER]
    context = {
        "page": page, "opportunity": found, "address": address, "dates": dates[:MOST_DATES], "are_more": len(dates) > MOST_DATES or bool(page.more),
        "has_others": has_others,
    }  # fmt: skip
    return render(request, "volunteers/flyer.html", context)
