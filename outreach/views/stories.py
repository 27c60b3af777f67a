"""Stories of people and places: the list, one story, its photo. Open to everyone, no cookie is set."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from intake import asked
from languages.content import translated
from outreach import markdown
from outreach.models import Story

PAGE = 12
KEPT_SECONDS = 5  # the pages are the same for everyone; what is taken down is gone within this time
PHOTO_SECONDS = 300  # only browsers keep a photo, not the cache of pages
SIZES = {"card": "photo", "wide": "photo_wide"}


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def story_list(request):
    """Published stories, the latest first."""
    after = asked.cursor(request.GET.get("page"))
    rows = Story.objects.published(timezone.now()).annotate(has_photo=Q(photo__isnull=False)).order_by("-published_at", "-pk")
    if after and after.starts:
        rows = rows.filter(published_at__lte=after.starts).exclude(published_at=after.starts, pk__gte=after.id)
    found = list(rows.select_related("neighborhood").defer("photo", "photo_wide", "body", "neighborhood__outline")[: PAGE + 1])
    stories = translated(found[:PAGE], get_language(), ["title", "summary", "alt"])
    more = asked.Cursor(stories[-1].published_at, stories[-1].pk) if len(found) > PAGE else None
    context = {"stories": stories, "next_url": f"?page={more}" if more else "", "first_url": "." if after else ""}
    return render(request, "outreach/stories.html", context)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def story(request, slug):
    """One story."""
    rows = Story.objects.published(timezone.now()).select_related("office", "neighborhood").defer("photo", "neighborhood__outline")
    found = get_object_or_404(rows, slug=slug)
    translated([found], get_language())
    translated([found.office], get_language(), ["name"])
    body = found.words.body
    lang = body.language if body.is_fallback else ""
    return render(
        request, "outreach/story.html", {"story": found, "has_photo": found.photo_wide is not None, "body": markdown.to_html(body.text), "lang": lang}
    )


def _tag(request, slug, size):
    """A photo is the same until its story changes."""
    changed = Story.objects.published(timezone.now()).filter(slug=slug).values_list("changed_at", flat=True).first()
    return f'"story-{size}-{changed.timestamp():.6f}"' if changed else None


@require_safe
@cache_control(private=True, max_age=PHOTO_SECONDS)
@condition(etag_func=_tag)
def photo(request, slug, size):
    """The photo of a published story, small ("card") or wide."""
    field = SIZES.get(size)
    content = Story.objects.published(timezone.now()).filter(slug=slug).values_list(field, flat=True).first() if field else None
    if content is None:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/webp", headers={"X-Content-Type-Options": "nosniff"})
