"""The answer to an invitation: what it is for, “I'm coming”, or “I can't come” without registering."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from events import invitations, words
from events.actions import invitations as verbs
from events.models import Event
from intake.refusal import Refused
from mailing.views.link_pages import unlisted


@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, slug):
    """Show the two answers, or take the second one; wrong, foreign and taken back are one 404."""
    typed = (request.POST if request.method == "POST" else request.GET).get("for", "")[:60]
    event = Event.objects.announced().select_related("office", "venue").filter(slug=slug).first()
    found = event and invitations.behind(typed, event=event)
    if found is None:
        raise Http404
    found.event = event
    if request.method != "POST":
        return _page(request, found, typed)
    try:
        verbs.decline(invitation=found, now=timezone.now())
    except Refused as refused:
        return _page(request, found, typed, error=refused.sentence, status=422)
    return redirect(f"{reverse('events:invitation', args=[slug])}?{urlencode({'for': typed})}")


def _page(request, found, typed, *, error="", status=200):
    event, now = found.event, timezone.now()
    words.put_titles([event])
    context = {
        "event": event, "invitation": found, "typed": typed, "what": words.title_of(event), "when": words.when(event), "where": words.where(event), "error": error,
        "is_open": event.state == Event.State.PUBLISHED and event.starts > now, "phone": event.contact_phone or event.office.phone,
    }  # fmt: skip
    return render(request, "events/invitation.html", context, status=status)
