"""The page of an event with what came of it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events import words
from events.models import Event


@require_safe
def event(request, slug):
    """One event that was announced."""
    found = Event.objects.announced().select_related("office", "venue").filter(slug=slug).first()
    if found is None:
        raise Http404
    words.put_titles([found])
    return render(request, "events/plain_page.html", {"event": found, "when": words.when(found), "where": words.where(found)})
