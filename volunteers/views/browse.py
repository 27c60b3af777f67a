"""Looking for something to do: the list, one opportunity, and a date for one's calendar. Open to everyone, no cookie is set."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from intake import asked
from languages.content import translated
from people.options import options
from sharing import calendar, prompts
from volunteers import words
from volunteers.browsing import filters, lists, opportunity_page
from volunteers.models import Opportunity, Shift

KEPT_SECONDS = 5  # these pages are the same for everyone; what is called off shows within this time


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def opportunity_list(request):
    """Ways to volunteer, by day, narrowed down by the filters in the address."""
    language = get_language()
    wanted = filters.read(request.GET, language)
    page = lists.page(wanted, language=language, now=timezone.now())
    next_url = wanted.address(page=page.next) if page.next else ""
    context = {"filters": wanted, "options": options(language), "page": page, "next_url": next_url, "first_url": wanted.address() if wanted.cursor else ""}
    return render(request, "volunteers/list.html", context)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def opportunity(request, slug):
    """One opportunity with its next dates; called off and closed ones say so."""
    public = Opportunity.objects.public().select_related("office", "partner", "neighborhood", "event").defer("neighborhood__outline")
    found = get_object_or_404(public.prefetch_related("interests"), slug=slug)
    cursor = asked.cursor(request.GET.get("page"))
    after = (cursor.starts, cursor.id) if cursor and cursor.starts else None
    page = opportunity_page.build(found, language=get_language(), now=timezone.now(), after=after)
    counted = prompts.addresses(words.path_of(found), request.path)
    share = prompts.share_links(found.words.title.text, counted[prompts.EMAIL], counted[prompts.MESSAGE])
    context = {"page": page, "opportunity": found, "share": share, "more_page": asked.Cursor(*page.more) if page.more else "", "is_later": bool(after)}
    return render(request, "volunteers/opportunity.html", context)


@require_safe
def shift_calendar(request, pk):
    """A calendar file of one date, for whoever wants to keep it in mind; a date that was called off takes itself out again."""
    shift = get_object_or_404(Shift.objects.select_related("opportunity", "venue").filter(opportunity__in=Opportunity.objects.public()), pk=pk)
    found = translated([shift.opportunity], get_language(), ["title", "bring"])[0]
    body = calendar.shift_calendar(
        uid=f"shift-{shift.pk}@{settings.SITE_HOST}",
        summary=found.words.title.text,
        starts=shift.local_starts,
        ends=shift.local_ends,
        zone=shift.zone,
        location=f"{shift.venue.name}, {shift.venue.address}" if shift.venue else "",
        description=settings.SITE_URL + found.get_absolute_url(),
        sequence=shift.sequence,
        method="CANCEL" if shift.cancelled_at or found.state == Opportunity.State.CANCELLED else "PUBLISH",
        now=timezone.now(),
    )
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="shift-{shift.pk}.ics"'})
