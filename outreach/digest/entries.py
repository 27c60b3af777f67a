"""What each thing says in a letter or on a page: title, when and where, and where to go on; read once for all who get it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from donations.browsing import cards as drive_cards
from donations.models import Drive
from events.browsing import cards as event_cards
from events.models import Event
from languages import formats
from languages.content import translated
from outreach.coming import Kind, open_cards, open_events
from outreach.models import Notice, Story
from outreach.rules import city_zone
from volunteers.browsing import lists as opportunity_cards
from volunteers.models import Opportunity


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in words of one language; `lang` names the language of the title where it is another one, `url` begins at the portal's root."""

    ref: str
    kind: str
    title: str
    lang: str
    line: str
    more: str
    url: str

    @property
    def address(self) -> str:
        """Its full address, counted nowhere."""
        return self.url if "://" in self.url else settings.SITE_URL + self.url


class Shelf:
    """What some refs say at this moment, in every language asked for: constant queries a language, whatever is gone is missing."""

    def __init__(self, refs: Iterable[str], now: datetime):
        self.now = now
        self._ids = defaultdict(set)
        self._said: dict[str, dict[str, Entry]] = {}
        for ref in refs:
            label, _colon, number = ref.partition(":")
            if number.isdecimal():
                self._ids[label].add(int(number))

    def entries(self) -> dict[str, Entry]:
        """Return the entries by ref, in the active language."""
        language = get_language() or "en"
        if language not in self._said:
            found = [one for label, say in _SAY.items() if self._ids[label] for one in say(self._ids[label], language, self.now)]
            self._said[language] = {one.ref: one for one in found}
        return self._said[language]


def sections(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Return the entries under headings in the active language: the kind with the most urgent one first."""
    by_kind: dict[str, list[Entry]] = {}
    for one in entries:
        by_kind.setdefault(one.kind, []).append(one)
    return [(capfirst(Kind(kind).label), found) for kind, found in by_kind.items()]


def _opportunities(ids, language, now):
    rows = open_cards(now).filter(opportunity__in=ids).values(*opportunity_cards.COLUMNS)
    for row, card in zip(rows := list(rows), opportunity_cards.shown(rows, language=language, now=now), strict=True):
        left = _left(card.left, card.places) if card.places else ""
        yield _entry(Opportunity, row["opportunity_id"], Kind.VOLUNTEERING, card, [card.when, _place(card)], left, card.url)


def _events(ids, language, now):
    rows = list(open_events(now).filter(pk__in=ids).order_by().values(*event_cards.COLUMNS))
    for card in event_cards.shown(rows, language=language):
        left = _left(card.left, card.places) if card.places else ""
        yield _entry(Event, card.id, Kind.EVENTS, card, [card.when, _place(card)], left, card.url)


def _drives(ids, language, now):
    for card in drive_cards.cards(list(Drive.objects.open(now).filter(pk__in=ids)), language=language, now=now):
        title = card.drive.words.title
        wanted = ", ".join(str(one) for one in card.wanted)
        more = _("Needed most: %(items)s") % {"items": wanted} if wanted else ""
        yield Entry(
            _ref(Drive, card.drive.pk), Kind.DRIVES, str(title), _lang(title), _joined([card.when, ", ".join(card.where)]), more, card.drive.get_absolute_url()
        )


def _stories(ids, language, now):
    found = Story.objects.published(now).filter(pk__in=ids).defer("photo", "photo_wide", "body")
    for story in translated(found, language, ["title", "summary"]):
        title = story.words.title
        yield Entry(_ref(Story, story.pk), Kind.STORIES, str(title), _lang(title), str(story.words.summary), "", story.get_absolute_url())


def _notices(ids, language, now):
    today = now.astimezone(city_zone()).date()
    found = Notice.objects.standing(today).filter(pk__in=ids)
    for notice in translated(found, language, ["title", "text"]):
        title = notice.words.title
        line = _joined([capfirst(notice.get_kind_display()), notice.deadline_words])
        yield Entry(_ref(Notice, notice.pk), Kind.NOTICES, str(title), _lang(title), line, str(notice.words.text), notice.leads_to)


_SAY = {
    Opportunity._meta.label_lower: _opportunities, Drive._meta.label_lower: _drives, Event._meta.label_lower: _events, Story._meta.label_lower: _stories,
    Notice._meta.label_lower: _notices,
}  # fmt: skip


def _entry(model, pk, kind, card, line, more, url):
    return Entry(_ref(model, pk), kind, card.title, card.lang, _joined(line), more, url)


def _ref(model, pk):
    return f"{model._meta.label_lower}:{pk}"


def _lang(title):
    return title.language if title.is_fallback else ""


def _place(card):
    return ", ".join(part for part in (card.place, card.neighborhood) if part)


def _left(left, places):
    return ngettext("%(left)s of %(places)s place free", "%(left)s of %(places)s places free", places) % {"left": left, "places": places}


def _joined(parts):
    return formats.plain(" · ".join(str(part) for part in parts if part))
