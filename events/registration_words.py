"""A registration in words, in the active language: for pages, letters, calendars and `/my/`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import wishes
from bookings import words as booking_words
from bookings.models import State
from bookings.words import deadline
from events import calendar_entries, reminder_times, words
from events.models import Event, Registration
from languages.content import read_together
from people.things import Thing

EXPECTED = [State.CONFIRMED, State.ATTENDED, State.NO_SHOW, State.EXCUSED, State.WALK_IN]


def fetch(ids: Iterable[int]) -> list[Registration]:
    """Return these registrations with all that their words need, soonest first; those of one event share it. Constant queries."""
    found = Registration.objects.filter(pk__in=ids).with_revisions()
    found = found.select_related("person__office", "event__office", "event__venue__neighborhood", "link", "consent__guardian")
    found = sorted(found, key=lambda one: (one.event.starts, one.pk))
    unreminded = wishes.wanting_none(one.person_id for one in found)
    events: dict[int, Event] = {}
    for one in found:
        one.wants_no_reminders = one.person_id in unreminded
        one.event = events.setdefault(one.event_id, one.event)
    read_together(event.venue for event in read_together(events.values()) if event.venue)
    return found


def where(registration: Registration) -> str:
    """Return where this person takes part: at the place, or online."""
    return _("Online") if registration.comes_online else words.place(registration.event)


def state(registration: Registration) -> str:
    """Return the state as its owner reads it."""
    if registration.event.state == Event.State.CANCELLED:
        return _("The event is cancelled")
    if registration.event.state == Event.State.POSTPONED and registration.state in State.OPEN:
        return _("The event is postponed")
    return booking_words.state(registration.state, confirmed=_("You are registered"))


def next_words(registration: Registration, now: datetime) -> str:
    """Return what happens next and what its owner has to do, by its state; empty words when there is nothing to wait for."""
    event = registration.event
    if event.state == Event.State.POSTPONED and registration.state in State.OPEN:
        return _("Your registration stays. We write to you as soon as there is a new date.")
    if event.state != Event.State.PUBLISHED:
        return ""
    if registration.state == State.CONFIRMED and registration.wants_no_reminders:
        return _("You get no reminder of this. If something changes we still tell you.")
    if registration.state == State.CONFIRMED:
        return reminder_times.in_words(event, now)
    if registration.state == State.REQUESTED:
        return _("We write to you, or call you, as soon as your place is confirmed.")
    if registration.state == State.WAITLISTED:
        return _("We will ask you as soon as a place is free; you do not need to do anything.")
    if registration.state == State.OFFERED and registration.until:
        said = _("Until %(until)s you can say yes or no. After that we ask the next person in line.")
        return said % {"until": deadline(registration.until, event.zone)}
    return ""


def thing(registration: Registration) -> Thing:
    """Return a registration as one thing of one person."""
    event = registration.event
    off = {Event.State.CANCELLED: "called_off", Event.State.POSTPONED: "postponed"}.get(event.state)
    return Thing(
        ref=registration.ref, title=words.title_of(event), name=registration.person.name, party_size=registration.party_size, when=words.when(event),
        where=where(registration), state=off if off and registration.state in State.OPEN else registration.state, state_words=state(registration),
        url=reverse("events:registration_detail", args=[registration.pk]), starts=event.starts, until=registration.until,
        next_words=next_words(registration, timezone.now()),
    )  # fmt: skip


# --- Calendars -----------------------------------------------------------------------------------------------------------


def method(registration: Registration) -> str:
    """Return what a calendar does with the registration as it stands now (RFC 5546): "PUBLISH" shows it, "CANCEL" takes it out."""
    return "CANCEL" if registration.event.is_cancelled or registration.state == State.CANCELLED else "PUBLISH"


def entry(registration: Registration, how: str) -> dict[str, Any]:
    """Return the arguments of `sharing.calendar.shift_calendar`: the same entry for life, counted up with each change; the online link is never in it."""
    event = registration.event
    words.put_titles([event])
    return {
        "uid": words.uid_of(event),
        "summary": str(event.words.title),
        "starts": event.starts,
        "ends": event.ends,
        "zone": event.time_zone,
        "location": where(registration),
        "description": str(event.words.bring),
        "sequence": calendar_entries.number(registration),
        "method": how,
        "now": registration.changed_at,
    }


def entries_of(*, persons: Iterable[int], since: datetime) -> list[dict[str, Any]]:
    """Return the entries of the events from a moment on where these persons are expected, or were; constant queries."""
    proved = Registration.objects.filter(person__in=persons, link=None, event__starts__gte=since, state__in=[*EXPECTED, State.CANCELLED])
    registrations = fetch(list(proved.values_list("pk", flat=True)))
    words.put_titles([registration.event for registration in registrations])
    stands = {one.event_id for one in registrations if method(one) == "PUBLISH"}  # of a family that shares an address one may come and one not
    shown = {one.event_id: one for one in registrations if method(one) == "PUBLISH" or one.event_id not in stands}
    return [entry(one, method(one)) for one in shown.values()]
