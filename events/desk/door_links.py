"""Links for helpers at the door: made, listed with who made them, taken back."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import words
from events.actions import door_links as verbs
from events.desk.people_reach import fetch
from events.door_links import DOOR
from events.models import DoorLink, Event
from intake.admin import desk_page
from intake.refusal import Refused
from mailing.desk.forms import LinkForm
from people.access import staff_page


@staff_page("events.give_door_link")
@require_http_methods(["GET", "HEAD", "POST"])
def of_event(request, pk):
    """The links of one event, and the form for another one."""
    event = fetch(Event.objects.select_related("office", "venue"), request.user, "events.give_door_link", pk)
    form = LinkForm(request.POST or None, initial={"language": settings.LANGUAGE_CODE})
    if form.is_valid() and (link := _give(request, event, form)):
        sent = _("%(name)s has a link, and a letter with it is on its way.") if link.email else _("%(name)s has a link. Read it out or send it, please.")
        messages.success(request, sent % {"name": link.name})
        return redirect("admin:door_links", pk)
    return desk_page(
        request, "events/desk/door_links.html", title=_("Links for helpers at the door"), status=422 if request.method == "POST" else 200, event=event,
        when=words.when(event), where=words.where(event), links=listed(event, timezone.now(), with_addresses=True), form=form,
    )  # fmt: skip


def listed(event, now, *, with_addresses=False):
    """Return the links that are good or will be, with who made them; their addresses only where they are to be passed on."""
    links = list(event.door_links.listed(now).select_related("made_by"))
    for link in links:
        link.event = event
        link.url = DOOR.url(link) if with_addresses else ""
    return links


def _give(request, event, form):
    try:
        return verbs.give(event=event, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None


@staff_page("events.give_door_link")
@require_POST
def revoke(request, pk):
    """Take one link back."""
    link = fetch(DoorLink.objects.select_related("event"), request.user, "events.give_door_link", pk)
    verbs.revoke(link=link, by=request.user, now=timezone.now())
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": link.name})
    return redirect("admin:door_links", link.event_id)
