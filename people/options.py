"""What a visitor can choose from in the filters: neighborhoods, interests and languages, read every few seconds and not for every page."""

import time
from dataclasses import dataclass, field

from languages.content import translated
from languages.models import Language
from people.models import Interest
from places.models import Neighborhood

KEPT_SECONDS = 10
_kept = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a filter: `key` stands in the address, `id` in the database."""

    id: int | str
    key: str
    name: str
    lang: str = ""
    point: tuple = ()


@dataclass(frozen=True)
class Options:
    """Every entry of every filter, in one language."""

    neighborhoods: tuple = ()
    interests: tuple = ()
    languages: tuple = ()
    by_key: dict = field(default_factory=dict)
    forms: dict = field(default_factory=dict)  # rendered filters, kept as long as the options they show

    def find(self, kind, key):
        """Return the choice with this key, or None."""
        return self.by_key.get((kind, key))

    def neighborhood_name(self, id):
        """Return the name of a neighborhood, or nothing."""
        found = self.by_key.get(("id", id))
        return found.name if found else ""


def options(language):
    """Return the choices as they were at most ten seconds ago."""
    read_at, value = _kept.get(language, (0, None))
    if value is None or time.monotonic() - read_at > KEPT_SECONDS:
        value = _read(language)
        _kept[language] = (time.monotonic(), value)
    return value


def forget():
    """Read again at the next page: something changed in this process."""
    _kept.clear()


def _read(language):
    neighborhoods = tuple(_neighborhood(one) for one in Neighborhood.objects.defer("outline"))
    interests = tuple(_interest(one) for one in translated(Interest.objects.filter(offered=True), language, ["name"]))
    languages = tuple(Choice(one.code, one.code, one.own_name, lang=one.code) for one in Language.objects.all())
    by_key = {("id", one.id): one for one in neighborhoods}
    for kind, choices in (("neighborhood", neighborhoods), ("interest", interests), ("language", languages)):
        by_key.update({(kind, one.key): one for one in choices})
    return Options(neighborhoods, tuple(sorted(interests, key=lambda one: one.name.casefold())), languages, by_key)


def _neighborhood(row):
    return Choice(row.id, row.slug, row.name, point=(row.lat, row.lng) if row.lat is not None and row.lng is not None else ())


def _interest(row):
    words = row.words.name
    return Choice(row.id, row.code, words.text, lang=words.language if words.is_fallback else "")
