"""A pick-up in words, in the active language: for pages, letters, `/my/` and calendars."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from donations.models import PickUpRequest
from languages import formats
from languages.content import put_words
from people.things import Thing

State = PickUpRequest.State
COMING = {State.SCHEDULED, State.ASSIGNED}
CALENDAR = [*COMING, State.COLLECTED, State.PARTLY, State.CANCELLED]


def fetch(ids):
    """Return these requests with all that their words need; one query."""
    related = ("person__office", "drive__office", "window__run", "neighborhood", "after")
    return list(PickUpRequest.objects.filter(pk__in=ids).select_related(*related).defer("neighborhood__outline").order_by("pk"))


def state_words(request):
    """Return the state as a resident reads it."""
    return {
        State.HELD: _("Not confirmed yet"),
        State.REQUESTED: _("We have your request"),
        State.PROPOSED: _("We propose another time"),
        State.SCHEDULED: _("We will pick it up"),
        State.ASSIGNED: _("We will pick it up"),
        State.COLLECTED: _("Picked up. Thank you!"),
        State.PARTLY: _("We took a part of it"),
        State.MISSED: _("We could not pick it up"),
        State.DECLINED: _("We cannot pick this up"),
        State.CANCELLED: _("This pick-up is cancelled"),
        State.EXPIRED: _("Not confirmed in time"),
    }[request.state]


def title(request):
    """Return what the request is for."""
    put_words([request.drive], get_language())
    return _("Pick-up for %(drive)s") % {"drive": request.drive.words.title}


def when(request):
    """Return the time in words: as planned, as wished for, or that the office will propose one."""
    if request.window is None:
        return _("We will propose a time")
    return window_words(request.window)


def window_words(window):
    """Return the day and the times of a window, on the clock of its place."""
    return formats.day_and_times(window.local_starts, window.local_ends)


def put_when(requests):
    """Put the words of their time on requests that have one, as `when`; each window is put in words once."""
    said = {}
    for request in requests:
        if request.window_id not in said:
            said[request.window_id] = window_words(request.window)
        request.when = said[request.window_id]


def where(request):
    """Return the address on one line; nothing once it was forgotten."""
    return " ".join(part for part in (f"{request.address}," if request.address and request.zip else request.address, request.zip) if part)


def next_words(request):
    """Return what happens next, in one sentence."""
    if request.state == State.REQUESTED and request.window_id:
        return _("We look at your request and tell you whether we come at the time you chose, or propose another.")
    if request.state == State.REQUESTED:
        return _("We look at your request and propose a time.")
    if request.state == State.PROPOSED:
        return _("Please tell us whether this time suits you.")
    if request.state in COMING:
        return _("We remind you the day before, and tell you when we are on our way.")
    return ""


def thing(request):
    """Return a request as one thing of one person."""
    return Thing(
        ref=request.ref,
        title=title(request),
        name=request.person.name,
        party_size=1,
        when=when(request),
        where=where(request),
        state=f"pick_up_{request.state}" if request.state != State.HELD else "held",
        state_words=state_words(request),
        url=request.get_absolute_url(),
        starts=request.window.starts if request.window_id and request.state in PickUpRequest.OPEN else None,
        until=request.until,
        next_words=next_words(request),
        keeps_place=False,
    )


def entries_of(*, persons, since):
    """Return the calendar entries of pick-ups that are planned, or were, from a moment on; constant queries."""
    proved = PickUpRequest.objects.filter(person__in=persons, link=None, window__starts__gte=since, state__in=CALENDAR)
    return [entry(request) for request in fetch(proved.values_list("pk", flat=True))]


def entry(request):
    """Return the arguments of `sharing.calendar.shift_calendar` for a pick-up with a time."""
    is_off = request.state == State.CANCELLED
    return {
        "uid": f"pick-up-{request.pk}@{settings.SITE_HOST}",
        "summary": title(request),
        "starts": request.window.starts,
        "ends": request.window.ends,
        "zone": request.window.time_zone,
        "location": where(request),
        "description": request.what,
        "sequence": int((request.changed_at - request.created_at).total_seconds()),
        "method": "CANCEL" if is_off else "PUBLISH",
        "now": request.changed_at,
    }


def deadline(moment, zone):
    """Return a moment in words on the clock of a place."""
    return formats.day_and_clock(timezone.localtime(moment, zone))
