"""The filters of the public list, read from the address of the page. Whatever cannot be read is left out, with a note that says so."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from intake import asked
from intake.asked import Cursor, Search
from languages.formats import weekday_date
from people.options import Choice, options
from places.near import Near, find

SWITCHES = ("remote", "open", "family", "step_free")
ALWAYS_ON = {"1", "on", "true", "yes"}


@dataclass(frozen=True)
class Filters(Search):
    """What a visitor asked for, and the notes about what we could not read."""

    text: str = ""
    neighborhood: Choice | None = None
    interest: Choice | None = None
    language: Choice | None = None
    first: date | None = None
    last: date | None = None
    near: Near | None = None
    near_typed: str = ""
    remote: bool = False
    open: bool = False
    family: bool = False
    step_free: bool = False
    cursor: Cursor | None = None
    notes: list = field(default_factory=list)

    @property
    def parameters(self):
        """The filters as they stand in an address, in one order, without the page."""
        chosen = {
            "q": self.text,
            "neighborhood": self.neighborhood and self.neighborhood.key,
            "interest": self.interest and self.interest.key,
            "language": self.language and self.language.key,
            "from": self.first and self.first.isoformat(),
            "to": self.last and self.last.isoformat(),
            "near": self.near and self.near.key,
            **{name: "1" for name in SWITCHES if getattr(self, name)},
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def chosen(self):
        """Each filter in words, with the address of the same search without it."""
        words = {
            "q": _("“%(text)s”") % {"text": self.text},
            "neighborhood": self.neighborhood and self.neighborhood.name,
            "interest": self.interest and self.interest.name,
            "language": self.language and self.language.name,
            "from": self.first and _("from %(day)s") % {"day": weekday_date(self.first)},
            "to": self.last and _("to %(day)s") % {"day": weekday_date(self.last)},
            "near": self.near and _("near %(place)s") % {"place": self.near.name},
            "remote": _("From home"),
            "open": _("Free places"),
            "family": _("Good for families"),
            "step_free": _("No steps"),
        }
        return [{"words": words[name], "url": self.address(without=name)} for name in self.parameters]

    @property
    def has_more(self):
        """A filter that hides behind “More filters” is on."""
        return bool(self.has_dates or self.neighborhood or self.interest or self.language or any(getattr(self, name) for name in SWITCHES))


def read(query, language):
    """Return the filters in a query; never raises, whatever it holds."""
    known, notes = options(language), []
    first, last = asked.days(query, notes)
    typed = asked.text(query.get("near"))
    return Filters(
        text=asked.text(query.get("q")),
        neighborhood=_choice(known, "neighborhood", query.get("neighborhood"), notes),
        interest=_choice(known, "interest", query.get("interest"), notes),
        language=_choice(known, "language", query.get("language"), notes),
        first=first,
        last=last,
        near=_near(typed, known, notes),
        near_typed=typed,
        cursor=asked.cursor(query.get("page")),
        notes=notes,
        **{name: query.get(name, "").lower() in ALWAYS_ON for name in SWITCHES},
    )


def in_neighborhood(neighborhood, language):
    """Return the filters that show one neighborhood (a `places.Neighborhood`)."""
    return replace(
        Filters(), neighborhood=options(language).find("neighborhood", neighborhood.slug) or Choice(neighborhood.id, neighborhood.slug, neighborhood.name)
    )


def _choice(known, kind, value, notes):
    return asked.choice(value, lambda key: known.find(kind, key), notes)


def _near(typed, known, notes):
    if not typed:
        return None
    found = find(typed, known.neighborhoods)
    if not found:
        notes.append(_("We do not know the ZIP code or neighborhood “%(typed)s”. These are places all over the city.") % {"typed": typed})
    return found
