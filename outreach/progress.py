"""How far a campaign is, and what came of it: numbers over all of its letters, nobody by name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q

from mailing.models import Message
from outreach.actions.sending import PAUSED
from outreach.campaign_rules import State
from outreach.letters.campaigns import KIND
from outreach.models import Campaign, Subscription

WINDOW = 60  # seconds over which the rate is told
_Message = Message.State


@dataclass(frozen=True)
class Progress:
    """Letters by what became of them; `per_minute` is measured, `left` is computed from it or from when the last one is due."""

    total: int
    sent: int
    kept: int  # no mail server is set
    failed: int
    in_doubt: int
    waiting: int
    held_back: int
    cancelled: int
    per_minute: int
    left: timedelta | None

    @property
    def done(self) -> int:
        """Those that have an end."""
        return self.total - self.waiting - self.held_back

    @property
    def minutes_left(self) -> int | None:
        """The time left, in whole minutes."""
        return None if self.left is None else max(1, round(self.left.total_seconds() / 60))


@dataclass(frozen=True)
class Results:
    """What came of it: how many left the topic after it, and how often each of its links was followed, by all of its readers together."""

    unsubscribed: int
    clicked: int
    links: list[tuple[str, int]]


def of(campaign: Campaign, now: datetime) -> Progress:
    """Return how far a campaign is; two queries."""
    return of_letters(KIND, campaign.ref, now, are_leaving=campaign.state == State.SENDING)


def of_letters(kind: str, about: str, now: datetime, *, are_leaving: bool) -> Progress:
    """Return how far the letters of a kind about one thing are; the time left is told of those that are leaving. Two queries."""
    letters = Message.objects.filter(about=about, kind=kind)
    held_back = Q(state=_Message.HELD, smtp_reply=PAUSED)
    rows = letters.values("state").annotate(count=Count("pk"), back=Count("pk", filter=held_back), last=Max("due")).order_by()
    by_state = {row["state"]: row for row in rows}
    count = {state: by_state.get(state, {}).get("count", 0) for state in _Message.values}
    back = by_state.get(_Message.HELD, {}).get("back", 0)
    waiting = count[_Message.QUEUED] + count[_Message.SENDING]
    per_minute = letters.filter(sent_at__gte=now - timedelta(seconds=WINDOW)).count() if waiting else 0
    last = by_state.get(_Message.QUEUED, {}).get("last")
    return Progress(
        total=sum(count.values()), sent=count[_Message.SENT], kept=count[_Message.HELD] - back, failed=count[_Message.FAILED] + count[_Message.EXPIRED],
        in_doubt=count[_Message.AMBIGUOUS], waiting=waiting, held_back=back, cancelled=count[_Message.CANCELLED], per_minute=per_minute,
        left=_left(waiting, per_minute, last, now) if are_leaving and waiting else None,
    )  # fmt: skip


def results(campaign: Campaign) -> Results:
    """Return what came of a campaign that started; two queries."""
    got = Message.objects.filter(person=OuterRef("person"), about=campaign.ref, kind=KIND)
    ended = Subscription.objects.filter(Exists(got), topic=campaign.topic, ended_at__gte=campaign.started_at)
    unsubscribed = ended.exclude(state=Subscription.State.CONFIRMED).count() if campaign.started_at else 0
    links = [(link.link.target, link.link.followed) for link in campaign.links.select_related("link")]
    return Results(unsubscribed, sum(followed for _target, followed in links), links)


def _left(waiting, per_minute, last, now):
    """By the rate of the last minute, and not before the last letter is due."""
    by_rate = timedelta(minutes=waiting / per_minute) if per_minute else None
    by_due = last - now if last and last > now else None
    return max((one for one in (by_rate, by_due) if one), default=None)
