"""The notice of a meeting or event for everybody: to read, to print, and as plain text, in the languages in which it is finished."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from events import notice_words
from events.actions import notices
from events.models import Event

KEPT_SECONDS = 60


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def notice(request, slug):
    """One sheet to read or print; English where the page's language is not finished."""
    event = _fetch(slug)
    words = notice_words.in_language(event, get_language(), now=timezone.now())
    return render(request, "events/notice.html", {"event": event, "notice": words, "is_fallback": words.language != get_language()})


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def notice_text(request, slug):
    """The same as plain text, to paste into a letter or to hear read aloud."""
    return HttpResponse(notices.as_text(_fetch(slug), get_language(), timezone.now()), content_type="text/plain; charset=utf-8")


def _fetch(slug):
    return get_object_or_404(Event.objects.public().select_related("office", "venue", "board"), slug=slug)
