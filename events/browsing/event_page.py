"""One event as its page shows it: the facts first, then what it is about, and what one can do about it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from events import guardians
from events.browsing import cards
from events.models import AgendaItem, Event
from intake.phones import first_dialed
from languages import formats
from languages.content import translated
from people.options import options
from places.shown import Place, place_of

COMING, RUNNING, OVER, CANCELLED, POSTPONED = "coming", "running", "over", "cancelled", "postponed"


@dataclass(slots=True)
class Line:
    """A point of the agenda; `clock` is when it begins, where that can be told."""

    item: AgendaItem
    clock: str


@dataclass(slots=True)
class Online:
    """The ways to take part from home that everybody may know; of other events nothing but that there is a way."""

    link: str = ""
    dial_in: object = ""
    code: str = ""
    test_link: str = ""


@dataclass(slots=True)
class EventPage:
    """Everything on the page."""

    event: Event
    phase: str
    when: str
    was_planned_for: str = ""
    place: Place | None = None
    online: Online | None = None
    stream: str = ""
    languages: list = field(default_factory=list)
    supports: list = field(default_factory=list)  # pairs of words and a note (languages.content.Words)
    agenda: list = field(default_factory=list)
    hosts: list = field(default_factory=list)

    @property
    def is_open(self):
        """It is still to come, or goes on."""
        return self.phase in {COMING, RUNNING}

    @property
    def kind(self):
        return cards.kind_name(self.event.kind)

    @property
    def has_moved_online(self):
        """It was planned in a room and takes place online now."""
        return moved_online(self.event)

    @property
    def is_changed(self):
        """Staff have told why something about it is not as announced first."""
        return self.is_open and bool(self.event.reason)

    @property
    def officers(self):
        """Whether police officers will be there, in words; nothing where nobody has said it."""
        return str(Event.Officers(self.event.officers).label).capitalize() if self.event.officers else ""

    @property
    def who(self):
        """Who can come, in words."""
        age = self.event.minimum_age
        if self.event.invited_only:
            return _("Invited partners.")
        if not age:
            return _("Everyone is welcome.")
        said = _("Ages %(age)s and up. Younger people may come with an adult.") if self.event.with_adult else _("Ages %(age)s and up.")
        agrees = _("For people under 18 a parent or guardian has to agree; the form asks whom.") if guardians.asks(self.event) else ""
        return f"{said % {'age': age}} {agrees}".strip()

    @property
    def phone(self):
        """Whom to call: the event's own contact, else the office."""
        return first_dialed(self.event.contact_phone, self.event.office.phone)

    @property
    def is_counted(self):
        """Places are few, and it is of use to know how many are left."""
        return self.phase == COMING and self.event.capacity is not None and not self.event.is_public_meeting

    @property
    def takes_registrations(self):
        """The form is of use: it is to come, not for invited people only, and there is a place or a waitlist."""
        return self.phase == COMING and not self.event.invited_only and (not self.event.is_full or self.event.waitlist or self.event.is_public_meeting)


def phase(event: Event, now: datetime) -> str:
    """Return how far an announced event is at a moment: the clock counts, whether or not somebody marked it as held."""
    if event.state == Event.State.CANCELLED:
        return CANCELLED
    if event.state == Event.State.POSTPONED:
        return POSTPONED
    if event.state in {Event.State.HELD, Event.State.REPORTED} or event.ends <= now:
        return OVER
    return RUNNING if event.starts <= now else COMING


def moved_online(event: Event) -> bool:
    """Tell whether an event takes place online only although staff had to tell a reason for a change."""
    return event.state == Event.State.PUBLISHED and event.mode == Event.Mode.ONLINE and bool(event.reason) and event.postponed_from is None


def build(event: Event, *, language: str, now: datetime) -> EventPage:
    """Return the page of an event with office, board and venue loaded. A constant number of queries."""
    translated([event], language)
    event.words_language = language
    if event.board:
        translated([event.board], language, ["name"])
    found = phase(event, now)
    known = options(language)
    return EventPage(
        event=event,
        phase=found,
        when=cards.when(event.starts, event.ends, event.time_zone),
        was_planned_for=formats.weekday_date(event.postponed_from.astimezone(event.zone)) if event.postponed_from else "",
        place=place_of(translated([event.venue], language)[0]) if event.mode != Event.Mode.ONLINE and event.venue else None,
        online=_online(event) if event.is_online and found in {COMING, RUNNING} else None,
        stream=web_link(event.stream_link) if found in {COMING, RUNNING} else "",
        languages=[one for one in (known.find("language", code) for code in event.languages) if one],
        supports=_supports(event, language, known),
        agenda=_agenda(event, language),
        hosts=[host.name for host in event.co_hosts.order_by("name")],
    )


def web_link(link: str) -> str:
    """Return a link that leads to a web page, and nothing for whatever else may stand in the database."""
    return link if link.lower().startswith(("https://", "http://")) else ""


def _online(event):
    if not event.is_public_meeting:
        return Online()
    return Online(web_link(event.online_link), event.dial_in, event.dial_in_code, web_link(event.test_link))


def _supports(event, language, known):
    found = translated(event.supports.order_by("id"), language)
    return [(cards.support_name(one.kind, one.language, known), one.words.note) for one in found]


def _agenda(event, language):
    """The points in order; the clock is told as long as every point before has its minutes."""
    lines, begins = [], event.local_starts
    for item in translated(event.agenda.order_by("order", "id"), language):
        lines.append(Line(item, formats.clock(begins) if begins else ""))
        begins = begins + timedelta(minutes=item.minutes) if begins and item.minutes else None
    return lines
