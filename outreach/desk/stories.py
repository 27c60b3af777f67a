"""A story on the desk: how it will look, publishing it, taking it down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intake.admin import desk_page
from intake.refusal import Refused
from outreach import markdown
from outreach.actions import stories
from outreach.models import Story
from people.access import get_or_404, staff_page

_VIEW, _CHANGE = "outreach.view_story", "outreach.change_story"


@staff_page(_VIEW)
@require_safe
def preview(request, pk):
    """The story as everybody would read it in English."""
    story = get_or_404(Story.objects.select_related("office").defer("photo"), request.user, _VIEW, pk=pk)
    body = markdown.to_html(story.body)
    return desk_page(request, "outreach/desk/story.html", title=_("How it will look"), story=story, body=body, has_photo=story.photo_wide is not None)


@staff_page(_VIEW)
@require_safe
def photo(request, pk):
    """The photo for staff, before it is public too."""
    story = get_or_404(Story.objects.defer("photo"), request.user, _VIEW, pk=pk)
    if story.photo_wide is None:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(bytes(story.photo_wide), content_type="image/webp", headers=headers)


@staff_page(_CHANGE)
@require_POST
def publish(request, pk):
    """Show it to everybody."""
    story = get_or_404(Story.objects.defer("photo", "photo_wide"), request.user, _CHANGE, pk=pk)
    try:
        stories.publish(story=story, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("It is published: everybody can read it, and it stands in the next weekly email."))
    return redirect("admin:outreach_story_change", pk)


@staff_page(_CHANGE)
@require_POST
def take_down(request, pk):
    """Show it to nobody any more."""
    story = get_or_404(Story.objects.defer("photo", "photo_wide"), request.user, _CHANGE, pk=pk)
    stories.take_down(story=story, by=request.user, now=timezone.now())
    messages.success(request, _("It is taken down: its page and its photo are gone, also from past weekly emails."))
    return redirect("admin:outreach_story_change", pk)
