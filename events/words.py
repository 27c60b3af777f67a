"""An event in words, in the active language: for pages, letters, calendar files and `/my/`."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event
from languages import formats
from languages.content import put_words
from places.directions import on_one_line


def put_titles(events: Iterable[Event]) -> None:
    """Put the words in the active language on these events where they are missing; one query at most."""
    put_words(events, get_language())


def title_of(event: Event) -> str:
    """Return the title in the active language."""
    put_titles([event])
    return str(event.words.title)


def when(event: Event) -> str:
    """Return weekday, date, times and zone, or that the new date is still to come."""
    return _("A new date is not set yet.") if event.state == Event.State.POSTPONED else formats.when(event)


def where(event: Event) -> str:
    """Return the place and its address on one line, or that it is online; a place that is not known yet is told later."""
    if event.mode == Event.Mode.ONLINE:
        return _("Online")
    return _("%(place)s, and online") % {"place": place(event)} if event.mode == Event.Mode.HYBRID else place(event)


def place(event: Event) -> str:
    """Return the place and its address on one line; a place that is not known yet is told later."""
    return on_one_line(event.venue) if event.venue else _("We will tell you.")


def uid_of(event: Event) -> str:
    """Return the event's name in calendars (RFC 5545, 3.8.4.7): the same for its whole life, in every file and feed."""
    return f"event-{event.pk}@{settings.SITE_HOST}"


def described(event: Event) -> str:
    """Return what stands beside the entry in a calendar: what it is about, how to take part from home where everybody may know it, the address."""
    put_titles([event])
    lines = [str(event.words.purpose)]
    if event.is_public_meeting and event.is_online:
        lines += [event.online_link, f"{event.dial_in} {event.dial_in_code}".strip()]
    lines.append(settings.SITE_URL + event.get_absolute_url())
    return "\n".join(line for line in lines if line)


def path_of(event: Event) -> str:
    """Return the address of an event without its language: what counted links lead to."""
    return f"/events/{event.slug}/"
