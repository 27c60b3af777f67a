"""Pictures of what is public, for messengers and social sites; open to everyone, and no cookie is set."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from outreach import items, pictures
from sharing import cards

KEPT_SECONDS = 600  # a browser asks again after this time; what was called off says so on its picture then


@require_safe
@cache_control(max_age=KEPT_SECONDS)
def card(request, kind, slug, shape):
    """One picture in the language of its address; whoever has this very one already gets no second copy (RFC 9110, 13.1.2)."""
    record = items.public(kind, slug) if shape in cards.SHAPES else None
    if record is None:
        raise Http404
    drawn = pictures.card_of(items.build(record, now=timezone.now()))
    tag = cards.etag(drawn, shape)
    answer = get_conditional_response(request, etag=tag) or HttpResponse(cards.png(drawn, shape), content_type="image/png")
    answer["ETag"] = tag
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
