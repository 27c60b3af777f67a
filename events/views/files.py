"""Photos and papers as everybody gets them: a photo is a JPEG and nothing else, a paper is a download or a link."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from events.models import Event, Paper, Photo
from intake.links import is_public

KEPT_SECONDS = 300  # a photo that is taken away is gone from everybody's sight soon; only browsers keep it, not the cache of pages
_SAFE = {"X-Content-Type-Options": "nosniff"}


def _shown(slug):
    """Whoever knows the address of an event sees what is on its page; numbers can be counted, so alone they show nothing of what is for invited people only."""
    return Event.objects.public() if slug is None else Event.objects.announced().filter(slug=slug)


def _photo(pk, slug):
    published = {"event__in": _shown(slug).filter(record__published_at__isnull=False)}
    return Photo.objects.filter(pk=pk, **published)


def _photo_tag(request, pk, slug=None):
    """A photo never changes: it is added and taken away."""
    found = _photo(pk, slug).values_list("created_at", flat=True).first()
    return f'"photo-{pk}-{found.timestamp():.0f}"' if found else None


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS)
@condition(etag_func=_photo_tag)
def photo(request, pk, slug=None):
    """One photo of an event whose record is published."""
    found = _photo(pk, slug).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type="image/jpeg", headers={**_SAFE, "Content-Disposition": f'inline; filename="photo-{pk}.jpg"'})


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS)
def paper(request, pk, slug=None):
    """One paper of an event that was announced: a download, or where the link leads."""
    found = Paper.objects.filter(pk=pk, event__in=_shown(slug)).first()
    if found is None or (found.link and not is_public(found.link)):
        raise Http404
    if found.link:
        return HttpResponseRedirect(found.link)
    return HttpResponse(
        bytes(found.content or b""), content_type="application/pdf", headers={**_SAFE, "Content-Disposition": f'attachment; filename="{found.file_name}"'}
    )
