"""The office's notices: resources, conferences, grants, jobs and calls for proposals, until they expire. Open to everyone, no cookie is set."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from intake.links import is_public
from languages.content import translated
from outreach.models import Notice
from outreach.rules import city_zone

KEPT_SECONDS = 5
MOST = 200
_ORDER = {kind: place for place, kind in enumerate(Notice.Kind.values)}


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def standing(request):
    """What stands today, by kind, the next deadline first."""
    today = timezone.now().astimezone(city_zone()).date()
    rows = translated(Notice.objects.standing(today).select_related("office")[:MOST], get_language(), ["title", "text"])
    translated((one.office for one in rows), get_language(), ["name"])
    for one in rows:
        one.link = one.url if is_public(one.url) else ""
    rows.sort(key=lambda one: _ORDER[one.kind])  # stable: within a kind by deadline, as the database gave them
    kinds = [(kind, capfirst(Notice.Kind(kind).label), list(found)) for kind, found in groupby(rows, key=lambda one: one.kind)]
    return render(request, "outreach/notices.html", {"kinds": kinds})
