"""An event in words, in the active language: for pages, letters, calendar files and `/my/`."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event
from languages import formats
from languages.content import translated
from places.directions import on_one_line


def put_titles(events: Iterable[Event]) -> None:
    """Put the words in the active language on these events where they are missing; one query at most."""
    language = get_language()
    for event in translated([event for event in events if getattr(event, "words_language", None) != language], language):
        event.words_language = language


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
