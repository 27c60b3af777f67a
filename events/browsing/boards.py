"""A board as its page shows it: who sits on it for how long, when it meets, and the minutes."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.browsing import cards
from events.browsing.event_page import web_link
from events.models import Board, BoardMember, Event, EventRecord
from languages import formats
from languages.content import translated

MOST_COMING, MOST_PAST, MOST_FORMER = 12, 24, 40


@dataclass(slots=True)
class Member:
    """A member's term in words."""

    member: BoardMember
    term: str


@dataclass(slots=True)
class Meeting:
    """A past meeting and what is to be read of it."""

    card: cards.Card
    has_minutes: bool
    has_recording: bool


@dataclass(slots=True)
class BoardPage:
    """Everything on the page."""

    board: Board
    rules: str = ""
    members: list = field(default_factory=list)
    former: list = field(default_factory=list)
    coming: list = field(default_factory=list)
    past: list = field(default_factory=list)


def build(board: Board, *, language: str, now: datetime) -> BoardPage:
    """Return the page of a board. A constant number of queries."""
    translated([board], language)
    today = timezone.localdate(now)
    sits = Q(until=None) | Q(until__gte=today)
    members = BoardMember.objects.filter(board=board)
    meetings = Event.objects.public().filter(board=board)
    coming = meetings.filter(ends__gt=now, state__in=[Event.State.PUBLISHED, Event.State.POSTPONED, Event.State.CANCELLED]).order_by("starts", "id")
    past = meetings.past(now).order_by("-starts", "-id")
    coming_rows, past_rows = list(coming.values(*cards.COLUMNS)[:MOST_COMING]), list(past.values(*cards.COLUMNS)[:MOST_PAST])
    found = cards.shown([*coming_rows, *past_rows], language=language)
    return BoardPage(
        board=board,
        rules=web_link(board.rules),
        members=[_member(one) for one in members.filter(sits, since__lte=today).order_by("since", "id")],
        former=[_member(one) for one in members.filter(until__lt=today).order_by("-until", "id")[:MOST_FORMER]],
        coming=found[: len(coming_rows)],
        past=_meetings(found[len(coming_rows) :]),
    )


def _meetings(past):
    records = {record["event"]: record for record in EventRecord.objects.filter(event__in=[card.id for card in past]).values(
        "event", "minutes_state", "recording_link", "published_at"
    )}  # fmt: skip
    return [_meeting(card, records.get(card.id)) for card in past]


def _meeting(card, record):
    is_public = bool(record) and record["published_at"] is not None
    return Meeting(card, is_public and record["minutes_state"] == EventRecord.Minutes.PUBLISHED, is_public and bool(record["recording_link"]))


def _member(member):
    since = formats.weekday_date(member.since)
    if member.until is None:
        return Member(member, _("since %(day)s") % {"day": since})
    return Member(member, _("%(first)s to %(last)s") % {"first": since, "last": formats.weekday_date(member.until)})
