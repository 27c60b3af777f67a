"""What is collected just now, and one drive. Open to everyone, no cookie is set."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from donations.actions.drives import path_of
from donations.browsing import cards, drive_page
from donations.models import Drive
from sharing import prompts

KEPT_SECONDS = 5  # these pages are the same for everyone; a location that turned full shows within this time


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def drive_list(request):
    """Drives that run, begin soon, or are over."""
    return render(request, "donations/list.html", cards.lists(language=get_language(), now=timezone.now()))


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def drive(request, slug):
    """One drive: what is needed, where to bring it, and in the end what came of it."""
    found = fetch(slug)
    page = drive_page.build(found, request.GET, language=get_language(), now=timezone.now())
    counted = prompts.addresses(path_of(found), request.path)
    share = prompts.share_links(found.words.title.text, counted[prompts.EMAIL], counted[prompts.MESSAGE])
    return render(request, "donations/drive.html", {"page": page, "drive": found, "share": share, "site": settings.SITE_URL})


def fetch(slug):
    """Return a drive that visitors may see, or raise Http404."""
    return get_object_or_404(Drive.objects.public().select_related("office", "partner"), slug=slug)
