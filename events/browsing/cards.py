"""Events as cards: for the list, the archive, the home page, a neighborhood and a board. Constant queries, however many events there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.browsing import finding
from events.models import Event, EventRecord, Support, SupportKind
from intake.asked import Cursor
from languages import formats
from languages.content import SOURCE_LANGUAGE, words_of
from people.options import options

PAGE = 20
COLUMNS = (
    "id", "slug", "title", "kind", "mode", "state", "reason", "starts", "ends", "time_zone", "venue_id", "venue__name", "venue__step_free", "neighborhood_id",
    "languages", "is_public_meeting", "capacity", "taken", "reserved", "waitlist",
)  # fmt: skip
SHOWN_SUPPORTS = {SupportKind.INTERPRETER, SupportKind.SIGN_LANGUAGE, SupportKind.CAPTIONS, SupportKind.CHILDCARE, SupportKind.FOOD}


@dataclass(slots=True)
class Card:
    """An event as a list shows it: sentences and numbers, nothing to look up."""

    id: int
    url: str
    title: str
    lang: str
    day: object
    starts: datetime
    kind: str
    local: tuple  # when it begins and ends, on the clock of the place
    place: str
    neighborhood: str
    step_free: bool
    state: str = ""  # why not as announced, in one word
    color: str = ""
    supports: tuple = ()
    languages: tuple = ()
    places: int | None = None
    left: int | None = None
    waitlist: bool = False
    has_notes: bool = False

    @property
    def when(self):
        """Day, times and zone, in the active language."""
        return when(*self.local, str(self.local[0].tzinfo))

    @property
    def times(self):
        """From when to when, in the active language."""
        return formats.time_range(*self.local)

    @property
    def is_full(self):
        """There is no place left, and nobody can wait for one."""
        return bool(self.places) and self.left == 0 and not self.waitlist


@dataclass(slots=True)
class Page:
    """One page of a list."""

    cards: list = field(default_factory=list)
    next: Cursor | None = None
    postponed: list = field(default_factory=list)

    @property
    def days(self):
        """The cards by day, in order: pairs of a heading and its cards."""
        return [(formats.weekday_date(day), list(cards)) for day, cards in groupby(self.cards, key=lambda card: card.day)]


def page(filters, *, language, now, size=PAGE):
    """Return the page of coming events that the filters ask for; on the first one, those that wait for a new date too."""
    rows = list(finding.coming(filters, language=language, now=now, size=size + 1).values(*COLUMNS))
    apart = [] if filters.cursor or filters.has_dates else list(finding.postponed(filters, language=language).values(*COLUMNS))
    found = shown([*rows[:size], *apart], language=language)
    return Page(found[: len(rows[:size])], _next(rows, size), found[len(rows[:size]) :])


def archive(filters, *, language, now, size=PAGE):
    """Return the page of past events that the filters ask for, with those marked whose notes are public."""
    rows = list(finding.over(filters, language=language, now=now, size=size + 1).values(*COLUMNS))
    cards = shown(rows[:size], language=language)
    public = set(EventRecord.objects.filter(event__in=[card.id for card in cards], published_at__isnull=False).values_list("event", flat=True))
    for card in cards:
        card.has_notes, card.left, card.places, card.state = card.id in public, None, None, ""
    return Page(cards, _next(rows, size))


def _next(rows, size):
    return Cursor(rows[size - 1]["starts"], rows[size - 1]["id"]) if len(rows) > size else None


def shown(rows, *, language, with_supports=True):
    """Return events (dictionaries of COLUMNS) as a page shows them, with what they provide or without: one query, two in a language other than English."""
    titles, supports, known = _titles(rows, language), _supports(rows) if with_supports else {}, options(language)
    return [_card(row, titles[row["id"]], supports.get(row["id"], ()), known) for row in rows]


def _titles(rows, language):
    if language == SOURCE_LANGUAGE:
        return {row["id"]: (row["title"], "") for row in rows}
    titles = {pk: words.title for pk, words in words_of(Event, {row["id"]: {"title": row["title"]} for row in rows}, language).items()}
    return {pk: (title.text, title.language if title.is_fallback else "") for pk, title in titles.items()}


def _supports(rows):
    by_event = defaultdict(list)
    found = Support.objects.filter(event__in=[row["id"] for row in rows], kind__in=SHOWN_SUPPORTS) if rows else Support.objects.none()
    for event, kind, language in found.order_by("event", "id").values_list("event", "kind", "language"):
        by_event[event].append((kind, language))
    return by_event


def _card(row, title, supports, known):
    zone = ZoneInfo(row["time_zone"])
    starts, ends = row["starts"].astimezone(zone), row["ends"].astimezone(zone)
    state, color = _state(row)
    is_counted = row["capacity"] is not None and row["state"] == Event.State.PUBLISHED and not row["is_public_meeting"]
    return Card(
        id=row["id"], url=event_url(row["slug"]), title=title[0], lang=title[1], day=starts.date(), starts=row["starts"], kind=kind_name(row["kind"]),
        local=(starts, ends), place=place_name(row["mode"], row["venue__name"]),
        neighborhood=known.neighborhood_name(row["neighborhood_id"]), step_free=bool(row["venue__step_free"]), state=state, color=color,
        supports=tuple(support_name(kind, language, known) for kind, language in supports),
        languages=tuple(one for one in (known.find("language", code) for code in row["languages"]) if one),
        places=row["capacity"] if is_counted else None, waitlist=row["waitlist"],
        left=max(0, row["capacity"] - row["taken"] - row["reserved"]) if is_counted else None,
    )  # fmt: skip


def _state(row):
    """(word, color) of what is not as announced first."""
    if row["state"] == Event.State.CANCELLED:
        return _("Called off"), "bad"
    if row["state"] == Event.State.POSTPONED:
        return _("Postponed"), "wait"
    return (_("Changed"), "wait") if row["state"] == Event.State.PUBLISHED and row["reason"] else ("", "")


def place_name(mode, place):
    """Return where an event is, in words; a place that is not known yet is told later."""
    if mode == Event.Mode.ONLINE:
        return _("Online")
    place = place or _("We will tell you.")
    return _("%(place)s, and online") % {"place": place} if mode == Event.Mode.HYBRID else place


def kind_name(kind):
    """Return the kind of an event in the active language, as a label."""
    return capfirst(str(Event.Kind(kind).label))


def support_name(kind, language, known):
    """Return a support in the active language: “Interpreter: Español”."""
    name = capfirst(str(SupportKind(kind).label))
    spoken = known.find("language", language) if language else None
    return _("%(support)s: %(language)s") % {"support": name, "language": spoken.name} if spoken else name


def event_url(slug):
    """Return the address of an event in the active language."""
    return f"{list_url()}{slug}/"


def list_url():
    """Return the address of the list in the active language: those of all events begin with it."""
    return _list_url(get_language())


@lru_cache(maxsize=32)
def _list_url(language):
    return reverse("events:list")


def when(starts, ends, time_zone):
    """Return day, times and zone of an event in the active language, on the clock of the place."""
    zone = ZoneInfo(time_zone)
    return _when(get_language(), starts.astimezone(zone), ends.astimezone(zone), time_zone, timezone.localdate())


@lru_cache(maxsize=4096)
def _when(language, starts, ends, time_zone, today):
    """Return day, times and zone in the active language, which is part of what is kept; many cards share them."""
    return f"{formats.day_and_times(starts, ends, today=today)} ({formats.zone_name(time_zone)})"
