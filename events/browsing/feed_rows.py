"""The events that machines read: public ones of the last thirty days and all to come, as calendar entries and as news."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from events.browsing import cards
from events.models import Event
from languages.content import SOURCE_LANGUAGE, verified, words_of
from sharing.calendar_lines import Entry

PAST = timedelta(days=30)  # an entry that was called off stays so long, for a calendar that asks seldom
MOST = 20_000
MOST_NEWS = 100
COLUMNS = (
    "id", "slug", "title", "purpose", "kind", "mode", "state", "starts", "ends", "time_zone", "sequence", "changed_at", "is_public_meeting", "online_link",
    "dial_in_code", "venue__name", "venue__address", "venue__zip", "number",
)  # fmt: skip
OF_NEWS = (*COLUMNS, "published_at", "office__name")  # a calendar does not say them, and to read a moment is dear
NUMBER = Cast("dial_in", CharField())  # as it is kept (E.164) and written: a number made of it and written again costs more than the whole entry
OFF = {Event.State.CANCELLED, Event.State.POSTPONED}


WORDS = ["title", "purpose"]
# One value from the server instead of thousands of rows: most who ask have it already.
_HASHED = "SELECT md5(string_agg(one::text, ',')) FROM ({rows}) AS one"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds, in one language; nothing is read before it is asked for."""

    found: QuerySet
    language: str
    columns: tuple[str, ...] = COLUMNS

    def etag(self) -> str:
        """Return a strong validator (RFC 9110, 8.8.3), which changes whenever anything that is written does: one query, two in a language other than English."""
        read = [self._asked()]
        if self.language != SOURCE_LANGUAGE:
            texts = verified(Event, self.found.values("pk"), self.language, WORDS)
            read.append(texts.order_by("object_id", "field").values_list("object_id", "field", "text"))
        said = repr((self.language, settings.SITE_URL, [_hashed(rows) for rows in read])).encode()
        return f'"{blake2b(said, digest_size=12).hexdigest()}"'

    def _asked(self, *, named: bool = False) -> QuerySet:
        return self.found.annotate(number=NUMBER).values_list(*self.columns, named=named)

    def rows(self) -> list:
        """Return the events as tuples with names; one query."""
        return list(self._asked(named=True))

    def words_of(self, rows: list) -> dict[int, tuple[str, str]]:
        """Return {id: (title, purpose)} in the language of the feed; nothing in English, whose words are in the rows. One query at most."""
        if self.language == SOURCE_LANGUAGE:
            return {}
        words = words_of(Event, {row.id: {"title": row.title, "purpose": row.purpose} for row in rows}, self.language)
        return {pk: (one.title.text, one.purpose.text) for pk, one in words.items()}


def _hashed(rows):
    query, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_HASHED.format(rows=query), params)
        return cursor.fetchone()[0]


def calendar(*, language: str, now: datetime, **narrowed: Any) -> Feed:
    """Return the events of a calendar feed, soonest first."""
    found = Event.objects.public().filter(starts__gt=now - PAST, **narrowed).order_by("starts", "id")
    return Feed(found[:MOST], language)


def news(*, language: str, now: datetime) -> Feed:
    """Return the coming events that were announced last, the newest first."""
    found = Event.objects.public().filter(ends__gt=now).order_by("-published_at", "-id")
    return Feed(found[:MOST_NEWS], language, OF_NEWS)


def entries(feed: Feed) -> list[Entry]:
    """Return what a calendar shows of each event, in the active language. The link of an event that is no public meeting is nowhere in it."""
    rows = feed.rows()
    words = feed.words_of(rows)
    zones = {name: ZoneInfo(name) for name in {row.time_zone for row in rows}}
    kinds = {kind: cards.kind_name(kind) for kind in {row.kind for row in rows}}
    at = [_place(row) for row in rows]
    places = {place: where(row) for place, row in dict(zip(at, rows, strict=True)).items()}
    begin, host = settings.SITE_URL + cards.list_url(), settings.SITE_HOST
    found = []
    for row, place in zip(rows, at, strict=True):
        title, purpose = words.get(row.id) or (row.title, row.purpose)
        url = f"{begin}{row.slug}/"
        said = (purpose, *_for_everybody(row), url) if row.is_public_meeting else (purpose, url)
        found.append(Entry(
            uid=f"event-{row.id}@{host}", summary=title, starts=row.starts, ends=row.ends, zone=zones[row.time_zone], sequence=row.sequence,
            changed=row.changed_at, location=places[place], description="\n".join(filter(None, said)), url=url, category=kinds[row.kind], is_off=row.state in OFF,
        ))  # fmt: skip
    return found


def _place(row):
    """What the words about the place depend on: many events are at one place."""
    return row.mode, row.venue__name, row.venue__address, row.venue__zip


def _for_everybody(row):
    if not row.is_public_meeting or row.mode == Event.Mode.IN_PERSON:
        return ()
    return row.online_link, f"{row.number} {row.dial_in_code}".strip()


def address(row) -> str:
    """Return the full address of an event's page in the active language."""
    return settings.SITE_URL + cards.event_url(row.slug)


def where(row) -> str:
    """Return the place on one line, or that it is online."""
    if row.mode == Event.Mode.ONLINE or not row.venue__name:
        return cards.place_name(row.mode, "")
    place = ", ".join(part for part in (row.venue__name, row.venue__address, row.venue__zip) if part)
    return cards.place_name(row.mode, place)
