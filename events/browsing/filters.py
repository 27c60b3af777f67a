"""The filters of the list of events and of the archive, read from the address of the page. Whatever cannot be read is left out, with a note."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Event
from intake import asked
from intake.asked import Cursor, Search
from languages.formats import weekday_date
from people.options import Choice, options


@dataclass(frozen=True)
class Filters(Search):
    """What a visitor asked for, and the notes about what we could not read."""

    text: str = ""
    kind: Choice | None = None
    neighborhood: Choice | None = None
    language: Choice | None = None
    mode: Choice | None = None
    first: date | None = None
    last: date | None = None
    cursor: Cursor | None = None
    notes: list = field(default_factory=list)

    @property
    def parameters(self):
        """The filters as they stand in an address, in one order, without the page."""
        keys = {name: getattr(self, name) and getattr(self, name).key for name in ("kind", "neighborhood", "language", "mode")}
        chosen = {"q": self.text, **keys, "from": self.first and self.first.isoformat(), "to": self.last and self.last.isoformat()}
        return {name: value for name, value in chosen.items() if value}

    @property
    def chosen(self):
        """Each filter in words, with the address of the same search without it."""
        words = {
            "q": _("“%(text)s”") % {"text": self.text},
            "from": self.first and _("from %(day)s") % {"day": weekday_date(self.first)},
            "to": self.last and _("to %(day)s") % {"day": weekday_date(self.last)},
        }
        names = {name: str(getattr(self, name).name) for name in ("kind", "neighborhood", "language", "mode") if getattr(self, name)}
        return [{"words": {**words, **names}[name], "url": self.address(without=name)} for name in self.parameters]

    @property
    def has_more(self):
        """A filter that hides behind “More filters” is on."""
        return bool(self.has_dates or self.neighborhood or self.language or self.mode)


def read(query, language):
    """Return the filters in a query; never raises, whatever it holds."""
    known, notes = options(language), []
    first, last = asked.days(query, notes)
    return Filters(
        text=asked.text(query.get("q")),
        kind=asked.choice(query.get("kind"), _among(kinds()), notes),
        neighborhood=asked.choice(query.get("neighborhood"), lambda key: known.find("neighborhood", key), notes),
        language=asked.choice(query.get("language"), lambda key: known.find("language", key), notes),
        mode=asked.choice(query.get("mode"), _among(modes()), notes),
        first=first,
        last=last,
        cursor=asked.cursor(query.get("page")),
        notes=notes,
    )


def in_neighborhood(neighborhood):
    """Return the filters that show one neighborhood (a `places.Neighborhood`)."""
    return Filters(neighborhood=Choice(neighborhood.id, neighborhood.slug, neighborhood.name))


def kinds():
    """Return the kinds of events as choices, in the active language."""
    return [Choice(value, value.replace("_", "-"), capfirst(str(label))) for value, label in Event.Kind.choices]


def modes():
    """Return the ways to take part as choices, in the active language."""
    return [
        Choice(Event.Mode.IN_PERSON, "in-person", _("In person")),
        Choice(Event.Mode.ONLINE, "online", _("Online or by phone")),
    ]


def _among(choices):
    return {one.key: one for one in choices}.get
