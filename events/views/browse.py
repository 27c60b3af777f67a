"""What happens when and where: the list, one event, what is past, a board, a flyer. Open to everyone, no cookie is set."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events import words
from events.browsing import boards, cards, event_page, filters, structured
from events.models import Board, Event
from languages.content import translated
from people.options import options
from sharing import calendar, prompts

KEPT_SECONDS = 5  # these pages are the same for everyone; what is called off shows within this time


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def event_list(request):
    """Coming events by day, narrowed down by the filters in the address."""
    wanted = filters.read(request.GET, get_language())
    page = cards.page(wanted, language=get_language(), now=timezone.now())
    return render(request, "events/list.html", _listed(wanted, page))


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def archive(request):
    """Past events, the latest first, with those marked whose notes are public; and the boards that meet in public."""
    wanted = filters.read(request.GET, get_language())
    page = cards.archive(wanted, language=get_language(), now=timezone.now())
    known = translated(Board.objects.order_by("name"), get_language(), ["name"])
    return render(request, "events/archive.html", {**_listed(wanted, page), "boards": known})


def _listed(wanted, page):
    next_url = wanted.address(page=page.next) if page.next else ""
    chosen = {"kinds": filters.kinds(), "modes": filters.modes(), "options": options(get_language())}
    return {"filters": wanted, "page": page, "next_url": next_url, "first_url": wanted.address() if wanted.cursor else "", **chosen}


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def event(request, slug):
    """One event: the facts first; what was called off, postponed or moved says so and why."""
    found, now = fetch(slug), timezone.now()
    page = event_page.build(found, language=get_language(), now=now)
    counted = prompts.addresses(words.path_of(found), request.path)
    share = prompts.share_links(found.words.title.text, counted[prompts.EMAIL], counted[prompts.MESSAGE])
    context = {"page": page, "event": found, "share": share, "site": settings.SITE_URL}
    if not found.invited_only:
        context["json_ld"] = structured.json_ld(found, now)
    return render(request, "events/event.html", context)


def fetch(slug):
    """Return an event that whoever knows its address may see, or raise Http404."""
    everything = Event.objects.announced().select_related("office", "board", "neighborhood", "venue__neighborhood")
    return get_object_or_404(everything.defer("neighborhood__outline", "venue__neighborhood__outline"), slug=slug)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def board(request, slug):
    """One board: its members with their terms, its meetings, and the minutes."""
    found = get_object_or_404(Board.objects.select_related("office"), slug=slug)
    translated([found.office], get_language(), ["name"])
    return render(request, "events/board.html", {"page": boards.build(found, language=get_language(), now=timezone.now()), "board": found})


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def flyer(request, slug):
    """The flyer; an event that is over or called off leads back to its page, which says why."""
    found = fetch(slug)
    page = event_page.build(found, language=get_language(), now=timezone.now())
    if not page.is_open:
        return redirect(found.get_absolute_url())
    translated([found.office], get_language(), ["name"])
    address = prompts.addresses(words.path_of(found), found.get_absolute_url())[prompts.FLYER]
    return render(request, "events/flyer.html", {"page": page, "event": found, "address": address})


@require_safe
def event_calendar(request, slug):
    """A calendar file of one event, for whoever wants to keep it in mind; what was called off or postponed takes itself out again."""
    found = fetch(slug)
    translated([found], get_language())
    body = calendar.shift_calendar(
        uid=words.uid_of(found),
        summary=found.words.title.text,
        starts=found.local_starts,
        ends=found.local_ends,
        zone=found.zone,
        location=words.where(found),
        description=words.described(found),
        sequence=found.sequence,
        method="CANCEL" if found.is_cancelled else "PUBLISH",
        now=found.changed_at,
    )
    name = f"event-{found.pk}.ics"
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
