"""What the office says to a proposal: an answer, no with the reason, or yes, which makes a draft event with its kits kept.

Lock order: the proposal comes first; the event made of it is new, and kits follow by id.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import proposal_rules as rules
from events.actions import kits
from events.actions.proposals import locked
from events.letters import proposals as emails
from events.models import Event, KitType, Proposal
from intake.refusal import Refused
from intake.slugs import free_slug
from people.models import User

State = Proposal.State


@dataclass(frozen=True)
class Plan:
    """What the event is to be, on the clock of the city; `kits` is how many of each kit, by its id, are kept for the day."""

    title: str
    kind: str
    day: date
    start: time
    end: time
    kits: dict[int, int]


@transaction.atomic
def take(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Take it into one's own hands; it is no longer in anybody else's."""
    (found,) = locked([proposal.pk])
    if found.owner_id != by.pk:
        found.owner = by
        found.save(update_fields=["owner", "changed_at"])
    return found


@transaction.atomic
def answer(*, proposal: Proposal, reply: str, by: User, now: datetime) -> Proposal:
    """Write back without deciding yet; the same words again send nothing. Raises Refused."""
    found = _checked(proposal, reply)
    if found.reply == reply:
        return found
    return _say(found, State.RECEIVED, reply, by, now)


@transaction.atomic
def decline(*, proposal: Proposal, reply: str, by: User, now: datetime) -> Proposal:
    """Say no, with the reason. Raises Refused."""
    return _say(_checked(proposal, reply), State.DECLINED, reply, by, now)


@transaction.atomic
def accept(*, proposal: Proposal, plan: Plan, reply: str, by: User, now: datetime) -> Event:
    """Say yes: a draft of the event is made, led by whoever accepts, and its kits are kept. All of it or nothing. Raises Refused."""
    found = _checked(proposal, reply)
    starts, ends = _moments(plan, now)
    event = Event.objects.create(
        office=found.office, title=plan.title, slug=free_slug(plan.title, among=Event.objects.all(), otherwise="event", never=Event.NOT_EVENTS), kind=plan.kind, purpose=plan.title,
        neighborhood=found.neighborhood, starts=starts, ends=ends, time_zone=settings.TIME_ZONE, contact_name=by.name, contact_email=by.email,
    )  # fmt: skip
    event.leads.add(by)
    for kit in KitType.objects.filter(pk__in=plan.kits).order_by("pk"):
        _keep(event, kits.Wish(kit, plan.kits[kit.pk], plan.day, plan.day), by)
    found.event = event
    _say(found, State.ACCEPTED, reply, by, now)
    return event


def _keep(event, wish, by):
    try:
        kits.keep(event=event, wish=wish, by=by)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=f"kit_{wish.kit.pk}", code=refusal.code) from refusal


def _moments(plan, now):
    """Return the start and the end (UTC). Raises Refused for what ends before it begins, or is past."""
    zone = timezone.get_default_timezone()
    starts, ends = (datetime.combine(plan.day, moment, tzinfo=zone) for moment in (plan.start, plan.end))
    if ends <= starts:
        raise Refused(_("It has to end after it begins."), field="end")
    if starts <= now:
        raise Refused(_("Choose a day to come."), field="day")
    return starts, ends


def _checked(proposal, reply):
    (found,) = locked([proposal.pk])
    rules.check_may_answer(found)
    if not reply.strip():
        raise Refused(_("Write what they have to know: what happens next, or why not."), field="reply")
    rules.check_texts(reply=reply)
    return found


def _say(found, state, reply, by, now):
    found.state, found.reply, found.replied_at = state, reply, now
    found.owner = found.owner or by
    found.save(update_fields=["state", "reply", "replied_at", "owner", "event", "changed_at"])
    if found.person.email or found.person.phone:
        emails.answered(found, now=now)
    return found
