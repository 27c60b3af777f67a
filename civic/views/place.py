"""One neighborhood: what is on there, and what is known about it."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from civic import this_week
from civic.views.home import counted_map
from donations.browsing import cards
from events.browsing import cards as events
from events.browsing import filters as event_filters
from languages import formats
from places.models import Neighborhood
from volunteers.browsing import filters, lists

MOST_EVENTS = 6
ROUNDED_TO = -2  # hundreds: a survey's estimate is no exact count


@require_safe
@cache_control(public=True, max_age=5)
def place(request, slug):
    """Open to everyone."""
    neighborhood = get_object_or_404(Neighborhood.objects.defer("outline").prefetch_related("zip_codes", "venues"), slug=slug)
    now, language = timezone.now(), get_language()
    wanted = filters.in_neighborhood(neighborhood, language)
    of_events = event_filters.in_neighborhood(neighborhood)
    page = lists.page(wanted, language=language, now=now)
    context = {
        "neighborhood": neighborhood,
        "population": neighborhood.population and formats.whole_number(round(neighborhood.population, ROUNDED_TO)),
        "page": page,
        "more": wanted.address(page=page.next) if page.next else "",
        "map": counted_map(this_week.numbers(now)),
        "events": events.page(of_events, language=language, now=now, size=MOST_EVENTS),
        "more_events": of_events.address(),
        "drop_offs": cards.drop_offs(neighborhood, language=language, now=now),
    }
    return render(request, "civic/place.html", context)
