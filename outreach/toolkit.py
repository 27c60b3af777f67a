"""The toolkit of an opportunity, a drive or an event in one language: texts to copy, pictures, what to print; and how people heard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bookings.models import State
from donations.models import Drive, DropOffLocation, PickUpRequest, Pledge
from events.models import Registration
from outreach import items, pictures, posts
from outreach.items import DONATE, EVENTS, VOLUNTEER, Item
from sharing import heard, prompts
from sharing.cards import SHAPES, Card
from sharing.models import TrackedLink
from volunteers.models import SignUp


@dataclass(frozen=True)
class Text:
    """A text to copy; `name` is its name in addresses and files, `label` in the language of the staff page."""

    name: str
    label: Any
    words: str
    rows: int

    @property
    def letters(self) -> int:
        """How long it is."""
        return len(self.words)


@dataclass(frozen=True)
class Picture:
    """A picture to download, in pixels."""

    shape: str
    label: Any
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Pack:
    """Everything of one language; `is_partly_english` tells that a text is not translated yet. Without pictures where it may not be told of."""

    language: str
    item: Item
    texts: list[Text]
    alt: str
    pictures: list[Picture]
    card: Card
    page: str
    flyer: str
    qr: str
    is_partly_english: bool
    is_rtl: bool


_TEXTS: list[tuple[str, Any, str, Callable[[Item, str], str], int]] = [
    ("short-post", _("Short post"), prompts.SOCIAL, posts.short_post, 5),
    ("long-post", _("Long post"), prompts.SOCIAL, posts.long_post, 14),
    ("newsletter", _("For a newsletter"), prompts.NEWSLETTER, posts.blurb, 10),
    ("radio", _("For the radio"), prompts.RADIO, posts.talking_points, 9),
]
_PICTURES = {"wide": _("Wide picture"), "square": _("Square picture")}
_FLYERS = {VOLUNTEER: "volunteers:flyer", DONATE: "donations:flyer", EVENTS: "events:flyer"}


def languages() -> list[tuple[str, str]]:
    """Return (code, own name) of the finished languages."""
    return [(code, translation.get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def pack(record: Any, *, language: str, now: datetime, link: TrackedLink | None = None) -> Pack:
    """Return the toolkit of a record in one language; with a `link` (of a partner) every text leads there by it. A constant number of queries."""
    with translation.override(language):
        item = items.build(record, now=now)
        target, path = items.path_of(record), record.get_absolute_url()
        ways = prompts.addresses(target, path, [*prompts.OWN_CHANNELS, *prompts.STAFF_CHANNELS])
        if link is not None:
            ways = dict.fromkeys(ways, prompts.address(link.code))
        is_shown = items.is_told(record) and items.is_public(record)
        return Pack(
            language=language, item=item, texts=[Text(name, label, write(item, ways[channel]), rows) for name, label, channel, write, rows in _TEXTS],
            alt=pictures.alt_of(item), pictures=_pictures(record) if is_shown else [], card=pictures.card_of(item), page=settings.SITE_URL + path,
            flyer=reverse(_FLYERS[item.kind], args=[record.slug]) if item.is_open and is_shown else "", qr=ways[prompts.FLYER],
            is_partly_english=record.words.has_fallback, is_rtl=translation.get_language_bidi(),
        )  # fmt: skip


def signs(record: Any, *, language: str) -> list[tuple[str, str]]:
    """Return the drop-off locations of a public drive that take things, each with the sign for its door; nothing else has doors. One query."""
    if not isinstance(record, Drive) or not record.takes_goods or not items.is_public(record):
        return []
    with translation.override(language):
        taking = record.locations.exclude(state=DropOffLocation.State.CLOSED).select_related("venue")
        return [(str(one), reverse("donations:sign", args=[record.slug, one.pk])) for one in taking]


def _pictures(record):
    return [
        Picture(shape, label, pictures.address_of(record, shape).removeprefix(settings.SITE_URL), SHAPES[shape].width, SHAPES[shape].height)
        for shape, label in _PICTURES.items()
    ]


@dataclass(frozen=True)
class Way:
    """A counted link of a record: its channel in words, its address in one language, how often it was followed and led to a booking."""

    link: TrackedLink
    channel: str
    address: str
    bookings: int


@dataclass(frozen=True)
class Reach:
    """How people heard of a record: its links, the bookings in all, and those that came by no link."""

    ways: list[Way]
    total: int
    untold: int
    told: list[tuple[str, int]]


def reach(record: Any, *, language: str) -> Reach:
    """Return how people heard of a record, its channels in the words of the active language. Two queries, three for a drive."""
    tallies = [heard.tally(found) for found in _bookings(record)]
    counted: dict[str, int] = {}
    for channel, number in [pair for one in tallies for pair in one.channels]:
        counted[channel] = counted.get(channel, 0) + number
    links = list(TrackedLink.objects.filter(target=items.path_of(record)))
    with translation.override(language):
        urls = {link.pk: prompts.address(link.code) for link in links}
    ways = [Way(link, prompts.channel_name(link.channel), urls[link.pk], counted.get(link.channel, 0)) for link in links]
    told = sorted(((prompts.channel_name(channel), number) for channel, number in counted.items()), key=lambda pair: (-pair[1], pair[0]))
    return Reach(ways, sum(one.total for one in tallies), sum(one.untold for one in tallies), told)


def _bookings(record):
    """The bookings that count: proved ones, also those that were cancelled later; whoever staff entered is there too."""
    gone = [State.HELD, State.EXPIRED, State.DECLINED]
    return {
        VOLUNTEER: lambda: [SignUp.objects.filter(shift_role__opportunity=record).exclude(state__in=gone)],
        EVENTS: lambda: [Registration.objects.filter(event=record).exclude(state__in=gone)],
        DONATE: lambda: [
            Pledge.objects.filter(drive=record).exclude(state__in=[Pledge.State.HELD, Pledge.State.EXPIRED]),
            PickUpRequest.objects.filter(drive=record).exclude(state__in=[PickUpRequest.State.HELD, PickUpRequest.State.EXPIRED]),
        ],
    }[items.kind_of(record)]()  # fmt: skip
