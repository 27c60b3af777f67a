"""What is printed for a drive: a flyer to hang up, and a sign for the door of each drop-off location."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from donations import door_signs
from donations.actions.drives import path_of
from donations.browsing import drive_page
from donations.models import DropOffLocation
from donations.views.browse import KEPT_SECONDS, fetch
from languages.content import translated
from sharing import prompts

MOST_NEEDS, MOST_PLACES = 10, 4  # what fits beside the code on one sheet


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def flyer(request, slug):
    """The flyer; a drive that takes no promises any more leads back to its page, which says why."""
    found = fetch(slug)
    page = drive_page.build(found, {}, language=get_language(), now=timezone.now())
    if page.phase not in {drive_page.COMING, drive_page.OPEN}:
        return redirect(found.get_absolute_url())
    translated([found.office], get_language(), ["name"])
    wanted = [need for need in page.needs if not need.is_complete]
    context = {
        "page": page, "drive": found, "needs": wanted[:MOST_NEEDS], "are_more_needs": len(wanted) > MOST_NEEDS, "places": page.places.taking[:MOST_PLACES],
        "are_more_places": len(page.places.taking) > MOST_PLACES, "address": prompts.addresses(path_of(found), found.get_absolute_url())[prompts.FLYER],
    }  # fmt: skip
    return render(request, "donations/flyer.html", context)


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def sign(request, slug, pk):
    """The sign for the door of one location, in the city's languages; one that takes nothing any more leads back to the page of the drive."""
    found = fetch(slug)
    location = door_signs.location_of(found, pk)
    if location is None:
        raise Http404
    if not found.takes_goods or location.state == DropOffLocation.State.CLOSED:
        return redirect(found.get_absolute_url())
    address = prompts.addresses(path_of(found), found.get_absolute_url())[prompts.SIGN]
    texts, phone = door_signs.texts(found, location, timezone.now()), door_signs.phone(found, location)
    context = {"drive": found, "location": location, "texts": texts, "phone": phone, "address": address}
    return render(request, "donations/sign.html", context)
