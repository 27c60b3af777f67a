"""Locations at the desk: how one is just now, who looked and who was turned away, and the links of the people there."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from donations import site_page
from donations.actions import location_links, locations
from donations.desk.reach import fetch
from donations.forms.desk_locations import StateForm
from donations.location_links import DOOR
from donations.models import DropOffLocation, LocationCheck, LocationLink, TurnedAway
from intake.admin import desk_page
from intake.refusal import Refused
from mailing.desk.forms import LinkForm
from people.access import staff_page

LATEST = 25
_LOCATIONS = DropOffLocation.objects.select_related("drive__office", "venue")


@staff_page("donations.change_dropofflocation")
@require_http_methods(["GET", "HEAD", "POST"])
def state(request, pk):
    """How a location is, set from the office; whoever is about to come is told when it takes nothing any more."""
    location, now = fetch(_LOCATIONS, request.user, "donations.change_dropofflocation", pk), timezone.now()
    standing = locations.state_now(location, now)
    form = StateForm(request.POST or None, initial={"state": standing, "seen": standing})
    if form.is_valid() and _set(request.user, location, form, now):
        messages.success(request, _("Saved. Everybody sees it on the page of the drive."))
        return redirect("admin:location_state", pk)
    context = {
        "location": location, "drive": location.drive, "form": form, "state_words": site_page.state_words(standing),
        "checks": LocationCheck.objects.filter(location=location).select_related("by", "link")[:LATEST],
        "turned_away": TurnedAway.objects.filter(location=location).select_related("by", "link")[:LATEST],
    }  # fmt: skip
    return desk_page(request, "donations/desk/location_state.html", title=_("How it is there"), status=422 if form.is_bound else 200, **context)


def _set(user, location, form, now):
    typed = form.cleaned_data
    try:
        if typed["state"] == locations.CLOSED_TODAY:
            return locations.close_today(location=location, reason=typed["reason"], by=user, now=now, seen=typed["seen"])
        return locations.set_state(location=location, state=typed["state"], by=user, now=now, seen=typed["seen"])
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None


@staff_page("donations.give_location_link")
@require_http_methods(["GET", "HEAD", "POST"])
def links(request, pk):
    """The links to a location, and the form for another one."""
    location = fetch(_LOCATIONS, request.user, "donations.give_location_link", pk)
    form = LinkForm(request.POST or None, initial={"language": settings.LANGUAGE_CODE})
    if form.is_valid() and (link := _give(request.user, location, form)):
        sent = _("%(name)s has a link, and a letter with it is on its way.") if link.email else _("%(name)s has a link. Read it out or send it, please.")
        messages.success(request, sent % {"name": link.name})
        return redirect("admin:location_links", pk)
    given = list(LocationLink.objects.filter(location=location).listed(timezone.now()).select_related("made_by"))
    for link in given:
        link.url = DOOR.url(link)
    context = {"location": location, "drive": location.drive, "links": given, "form": form}
    return desk_page(
        request, "donations/desk/location_links.html", title=_("Links for the people there"), status=422 if request.method == "POST" else 200, **context
    )


def _give(user, location, form):
    try:
        return location_links.give(location=location, by=user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None


@staff_page("donations.give_location_link")
@require_POST
def revoke(request, pk):
    """Take one link back."""
    link = fetch(LocationLink.objects.all(), request.user, "donations.give_location_link", pk)
    location_links.revoke(link=link, by=request.user, now=timezone.now())
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": link.name})
    return redirect("admin:location_links", link.location_id)
