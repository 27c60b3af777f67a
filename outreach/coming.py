"""What is really coming up: whatever an office has open at this moment, to choose from. Constant queries, however much there is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Q, QuerySet

from donations.models import Drive, DropOffLocation, Need
from events.models import Event
from outreach.models import Notice, Story, Topic
from outreach.rules import city_zone
from people.models import Office
from volunteers.models import Card, Opportunity

Kind = Topic.Kind

AHEAD = timedelta(days=35)  # a reader who wants it once a month hears of what comes until the next one
STORIES = timedelta(days=35)  # a story is news for so long
NOWHERE_IN_PARTICULAR = frozenset[int]()
# Urgency is a number of days: how soon it is too late. What the office calls urgent counts as so many days nearer.
URGENT, NEEDED_MOST = 14, 7
NO_DATE, NO_DEADLINE, STORY = 21.0, 30.0, 40.0


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that is open: whom it is near and of interest to, and how urgent it is (days; the smallest first).

    No neighborhoods means the whole city, no interests anybody's. What has a `since` is news only to whoever has not heard since then;
    what does not `repeat` is not told to anybody else at all.
    """

    ref: str
    kind: str
    neighborhoods: frozenset[int]
    interests: frozenset[int]
    urgency: float
    since: datetime | None = None
    repeats: bool = True


def coming(office: Office, now: datetime) -> list[Coming]:
    """Return everything of an office that is open now, the most urgent first. Sensitive events are told on their own page only."""
    found = [*_opportunities(office, now), *_drives(office, now), *_events(office, now), *_notices(office, now), *_stories(office, now)]
    return sorted(found, key=lambda one: (one.urgency, one.ref))


def open_cards(now: datetime) -> QuerySet[Card]:
    """Return the next open day of each opportunity that can still be helped with; work without a day has one card only."""
    dated, dateless = Q(starts__gt=now), Q(day=None)
    published = Card.objects.open().filter(dated | dateless, opportunity__state=Opportunity.State.PUBLISHED)
    return published.order_by("opportunity_id", F("starts").asc(nulls_last=True)).distinct("opportunity_id")


def open_events(now: datetime) -> QuerySet[Event]:
    """Return the public events that are still to begin, but for sensitive ones."""
    return Event.objects.public().upcoming(now).filter(is_sensitive=False, starts__gt=now)


def _opportunities(office: Office, now: datetime) -> Iterator[Coming]:
    fields = ("opportunity_id", "starts", "neighborhood_id", "remote", "interests", "urgent", "opportunity__created_at")
    for opportunity, starts, neighborhood, is_remote, interests, is_urgent, made in (
        open_cards(now).filter(_near_in_time(now), office=office).values_list(*fields)
    ):
        near = frozenset([neighborhood]) if neighborhood and not is_remote else NOWHERE_IN_PARTICULAR
        urgency = (_days(starts - now) if starts else NO_DATE) - (URGENT if is_urgent else 0)
        since = None if starts else made
        yield Coming(f"{Opportunity._meta.label_lower}:{opportunity}", Kind.VOLUNTEERING, near, frozenset(interests), urgency, since)


def _drives(office: Office, now: datetime) -> Iterator[Coming]:
    """A drive that lacks nothing any more asks nobody for anything."""
    running = dict(Drive.objects.open(now).filter(office=office).values_list("pk", "closes"))
    missing: dict[int, int] = {}
    for drive, priority in Need.objects.filter(drive__in=running, target__gt=F("received") + F("taken")).order_by().values_list("drive", "priority"):
        missing[drive] = min(priority, missing.get(drive, priority))
    places = defaultdict(set)
    near = DropOffLocation.objects.filter(drive__in=missing, drive__offers_pick_up=False).exclude(state=DropOffLocation.State.CLOSED).order_by()
    for drive, neighborhood in near.values_list("drive", "venue__neighborhood"):
        places[drive].add(neighborhood)
    for drive, priority in missing.items():
        urgency = _days(running[drive] - now) - (NEEDED_MOST if priority == Need.Priority.URGENT else 0)
        around = NOWHERE_IN_PARTICULAR if None in places[drive] else frozenset(places[drive])
        yield Coming(f"{Drive._meta.label_lower}:{drive}", Kind.DRIVES, around, NOWHERE_IN_PARTICULAR, urgency)


def _events(office: Office, now: datetime) -> Iterator[Coming]:
    for event, starts, neighborhood, mode in (
        open_events(now).filter(starts__lte=now + AHEAD, office=office).order_by().values_list("pk", "starts", "neighborhood", "mode")
    ):
        near = frozenset([neighborhood]) if neighborhood and mode == Event.Mode.IN_PERSON else NOWHERE_IN_PARTICULAR
        yield Coming(f"{Event._meta.label_lower}:{event}", Kind.EVENTS, near, NOWHERE_IN_PARTICULAR, _days(starts - now))


def _notices(office: Office, now: datetime) -> Iterator[Coming]:
    zone = city_zone()
    today = now.astimezone(zone).date()
    standing = Notice.objects.standing(today).filter(office=office).order_by()
    for notice, deadline, first, made in standing.values_list("pk", "deadline", "shown_from", "created_at"):
        urgency = float((deadline - today).days) if deadline else NO_DEADLINE
        since = max(made, datetime.combine(first, time(), tzinfo=zone))
        yield Coming(f"{Notice._meta.label_lower}:{notice}", Kind.NOTICES, NOWHERE_IN_PARTICULAR, NOWHERE_IN_PARTICULAR, urgency, since)


def _stories(office: Office, now: datetime) -> Iterator[Coming]:
    recent = Story.objects.published(now).filter(office=office, published_at__gt=now - STORIES).order_by()
    for story, published, neighborhood in recent.values_list("pk", "published_at", "neighborhood"):
        near = frozenset([neighborhood]) if neighborhood else NOWHERE_IN_PARTICULAR
        urgency = STORY + _days(now - published)  # the latest first
        yield Coming(f"{Story._meta.label_lower}:{story}", Kind.STORIES, near, NOWHERE_IN_PARTICULAR, urgency, published, repeats=False)


def _near_in_time(now: datetime) -> Q:
    return Q(starts__lte=now + AHEAD) | Q(day=None)


def _days(span: timedelta) -> float:
    return span / timedelta(days=1)
