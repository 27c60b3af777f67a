"""Home: what is needed most this week, near me, the city as a map, the next seven days, the latest story and notices."""

from functools import lru_cache

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from civic import called_off, context, this_week
from donations.browsing import cards
from outreach import news
from places.city_map import city_map

MOST_DRIVES = 3


@require_safe
@cache_control(public=True, max_age=5)
def home(request):
    """Open to everyone; an empty installation says that it is not set up yet."""
    if not context.Portal(request).is_set_up:
        return render(request, "civic/not_set_up.html")
    now = timezone.now()
    numbers = this_week.numbers(now)
    needed, days = this_week.needed_and_days(language=get_language(), now=now)
    off = called_off.soon(language=get_language(), now=now)
    drives = cards.running(language=get_language(), now=now, most=MOST_DRIVES)
    told = {"numbers": numbers, "needed": needed, "days": days, "map": counted_map(numbers), "off": off, "drives": drives}
    return render(request, "civic/home.html", {**told, "news": news.latest(language=get_language(), now=now)})


def counted_map(numbers):
    """Return the city's map with the number of things to do in each area, and how dark to draw it; the same object while nothing changes."""
    return _counted(get_language(), city_map(), tuple(sorted(numbers.by_neighborhood.items())))


@lru_cache(maxsize=8)
def _counted(_language, found, counts):
    """The map in a language: its links differ."""
    counts = dict(counts)
    most = max(counts.values(), default=0)
    anywhere = reverse("place", args=["_"])  # asked for once: a resolver takes longer than all else here
    areas = [{"area": area, "count": counts.get(area.id, 0), "url": anywhere.replace("/_/", f"/{area.slug}/")} for area in found.areas]
    for one in areas:
        one["shade"] = "" if not most else "map__area--many" if one["count"] * 2 > most else "map__area--few" if one["count"] * 6 < most else ""
    return {"width": found.width, "height": found.height, "areas": areas}
