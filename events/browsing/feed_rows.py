"""The events that machines read: public ones of the last thirty days and all to come, as calendar entries and as news."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from django.conf import settings

from events.browsing import cards
from events.models import Event
from languages.content import SOURCE_LANGUAGE, translated
from sharing.calendar_lines import Entry

PAST = timedelta(days=30)  # an entry that was called off stays so long, for a calendar that asks seldom
MOST = 20_000
MOST_NEWS = 100
COLUMNS = (
    "id", "slug", "title", "purpose", "kind", "mode", "state", "starts", "ends", "time_zone", "sequence", "changed_at", "published_at", "is_public_meeting",
    "online_link", "dial_in", "dial_in_code", "venue__name", "venue__address", "venue__zip",
)  # fmt: skip
OFF = {Event.State.CANCELLED, Event.State.POSTPONED}


@dataclass(frozen=True, slots=True)
class Rows:
    """What a feed holds, with the words in its language, and a name that changes whenever anything of it does."""

    rows: list
    words: dict
    language: str

    @property
    def etag(self):
        """A strong validator (RFC 9110, 8.8.3): the hash of all that is written."""
        said = repr((self.language, settings.SITE_URL, self.rows, sorted(self.words.items()))).encode()
        return f'"{blake2b(said, digest_size=12).hexdigest()}"'


def calendar(*, language: str, now: datetime, **narrowed) -> Rows:
    """Return the events of a calendar feed, soonest first; two queries, three in a language other than English."""
    found = Event.objects.public().filter(starts__gt=now - PAST, **narrowed).order_by("starts", "id")
    return _rows(found[:MOST], language)


def news(*, language: str, now: datetime) -> Rows:
    """Return the coming events that were announced last, the newest first."""
    found = Event.objects.public().filter(ends__gt=now).order_by("-published_at", "-id")
    return _rows(found[:MOST_NEWS], language)


def _rows(found, language):
    rows = list(found.values_list(*COLUMNS, named=True))
    words = {}
    if language != SOURCE_LANGUAGE:
        records = translated([Event(pk=row.id, title=row.title, purpose=row.purpose) for row in rows], language, ["title", "purpose"])
        words = {record.pk: (record.words.title.text, record.words.purpose.text) for record in records}
    return Rows(rows, words, language)


def entries(found: Rows) -> list[Entry]:
    """Return the rows as entries of a calendar. The link of an event that is no public meeting is nowhere in it."""
    zones = {name: ZoneInfo(name) for name in {row.time_zone for row in found.rows}}
    kinds = {kind: cards.kind_name(kind) for kind in {row.kind for row in found.rows}}
    return [_entry(row, *found.words.get(row.id, (row.title, row.purpose)), zones[row.time_zone], kinds[row.kind]) for row in found.rows]


def _entry(row, title, purpose, zone, kind):
    url = address(row)
    return Entry(
        uid=f"event-{row.id}@{settings.SITE_HOST}", summary=title, starts=row.starts, ends=row.ends, zone=zone, sequence=row.sequence, changed=row.changed_at,
        location=where(row), description="\n".join(part for part in (purpose, *_for_everybody(row), url) if part), url=url, category=kind, is_off=row.state in OFF,
    )  # fmt: skip


def _for_everybody(row):
    if not row.is_public_meeting or row.mode == Event.Mode.IN_PERSON:
        return ()
    return row.online_link, f"{row.dial_in or ''} {row.dial_in_code}".strip()


def address(row) -> str:
    """Return the full address of an event's page in the active language."""
    return settings.SITE_URL + cards.event_url(row.slug)


def where(row) -> str:
    """Return the place on one line, or that it is online."""
    if row.mode == Event.Mode.ONLINE or not row.venue__name:
        return cards.place_name(row.mode, "")
    place = ", ".join(part for part in (row.venue__name, row.venue__address, row.venue__zip) if part)
    return cards.place_name(row.mode, place)
