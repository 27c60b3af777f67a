"""What the clock does with campaigns: begin those whose time has come, make their letters, hold, let go or take them back, and end them.

Everything may run twice or at once, late or never for an hour: the truth is in the rows, each letter is one per person by its key.
"""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from mailing import batches
from mailing.models import Message
from outreach import budget, campaign_texts, pace, whom
from outreach.campaign_rules import State, locked
from outreach.letters.campaigns import KIND
from outreach.models import Campaign
from outreach.rules import rules_of
from outreach.whom import PAUSED
from people.models import Office

logger = logging.getLogger(__name__)

BATCH = 5_000  # letters made in one transaction
_WAITING = [Message.State.QUEUED, Message.State.SENDING]


def work(*, now: datetime) -> None:
    """Look after every campaign that is on its way; one that fails does not hold up the others."""
    due = Q(state=State.SCHEDULED, send_at__lte=now) | Q(state__in=[State.SENDING, State.PAUSED]) | Q(state=State.CANCELLED, finished_at=None)
    for campaign in Campaign.objects.filter(due).order_by("send_at", "pk"):
        try:
            _look_after(campaign, now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Campaign %s could not be looked after.", campaign.pk)


def _look_after(campaign: Campaign, now: datetime) -> None:
    if campaign.state == State.SCHEDULED and not begin(campaign=campaign, now=now):
        return
    campaign = Campaign.objects.select_related("office", "topic", "segment", "without", "corrects").get(pk=campaign.pk)
    if campaign.state == State.CANCELLED:
        call_off(campaign=campaign, now=now)
    elif campaign.state == State.PAUSED:
        hold(campaign=campaign)
    elif campaign.state == State.SENDING:
        if campaign.paused_at or _held_back(campaign).exists():  # somebody may still have held some while it was let go on
            go_on(campaign=campaign, now=now)
        if campaign.counted_at is None:
            build(campaign=campaign, now=now)
        finish(campaign=campaign, now=now)


@transaction.atomic
def begin(*, campaign: Campaign, now: datetime) -> bool:
    """Freeze the words and start, outside the quiet hours and when it can no longer be taken back; tells whether it started."""
    campaign = locked(campaign)
    is_early = campaign.undo_until is not None and campaign.undo_until > now
    if campaign.state != State.SCHEDULED or campaign.send_at > now or is_early or pace.is_quiet(now, rules_of(campaign.office)):
        return False
    campaign_texts.freeze(campaign)
    campaign.state, campaign.started_at = State.SENDING, now
    campaign.save(update_fields=["state", "started_at", "changed_at"])
    return True


def build(*, campaign: Campaign, now: datetime) -> int:
    """Make a letter for everybody who gets it, batch by batch; stops when it is paused or cancelled, and goes on where it was. Returns how many are new."""
    people = whom.recipients(campaign, now).order_by("pk").values_list("pk", "email")
    # It may go on where it was: whoever shares an address with somebody who has a letter gets none. Asked for once: a subquery would be asked for each row.
    written = set(Message.objects.filter(about=campaign.ref, kind=KIND).values_list("person__email", flat=True)) if campaign.recipients else set()
    ids = [one for one, email in people.iterator(chunk_size=10_000) if email not in written]
    made = 0
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        if not _owe(campaign, batch, now):
            return made
        made += len(batch)
    Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(counted_at=now)
    return made


@transaction.atomic
def _owe(campaign: Campaign, people: list[int], now: datetime) -> bool:
    """Make one batch; tells whether to go on. The campaign is locked, so that nobody pauses or cancels it in between.

    The campaigns of an office take turns: whoever got a letter of another one since they were chosen gets none.
    """
    Office.objects.select_for_update(no_key=True).get(pk=campaign.office_id)
    held = Campaign.objects.select_for_update().filter(pk=campaign.pk, state=State.SENDING).first()
    if held is None:
        return False
    mailed = whom.mailed_meanwhile(campaign, people, now)
    those = [one for one in people if one not in mailed]
    new = first = 0
    for slot in budget.pace_of(campaign.office, now).slots(len(those)):
        new += batches.owe(KIND, those[first : first + slot.count], about=campaign.ref, office=campaign.office_id, due=slot.start, step=slot.step, now=now)
        first += slot.count
    Campaign.objects.filter(pk=campaign.pk).update(recipients=held.recipients + new)
    return True


def hold(*, campaign: Campaign) -> int:
    """Hold back what has not left of a paused campaign; returns how many."""
    held = 0
    while changed := batches.hold(KIND, about=campaign.ref, why=PAUSED, limit=BATCH):
        held += changed
    return held


def go_on(*, campaign: Campaign, now: datetime) -> int:
    """Let go what was held back, at the office's pace; returns how many."""
    let_go = 0
    while changed := _let_go(campaign, now):
        let_go += changed
    if not _held_back(campaign).exists():
        Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(paused_at=None)
    return let_go


@transaction.atomic
def _let_go(campaign: Campaign, now: datetime) -> int:
    pace, waiting = budget.pace_of(campaign.office, now), _held_back(campaign)[:BATCH].count()
    each = {"about": campaign.ref, "why": PAUSED, "now": now}
    return sum(batches.let_go(KIND, limit=slot.count, due=slot.start, step=slot.step, **each) for slot in pace.slots(waiting))


def call_off(*, campaign: Campaign, now: datetime) -> int:
    """Take back what has not left of a cancelled campaign; returns how many."""
    taken = 0
    while changed := batches.call_off(KIND, about=campaign.ref, why=PAUSED, limit=BATCH):
        taken += changed
    if not _has_waiting(campaign):
        Campaign.objects.filter(pk=campaign.pk, state=State.CANCELLED, finished_at=None).update(finished_at=now)
    return taken


def finish(*, campaign: Campaign, now: datetime) -> bool:
    """Note that it is sent when every letter has an end; tells whether it has."""
    if _has_waiting(campaign) or _held_back(campaign).exists():
        return False
    values = {"state": State.SENT, "finished_at": now}
    return bool(Campaign.objects.filter(pk=campaign.pk, state=State.SENDING, counted_at__isnull=False).update(**values))


def _has_waiting(campaign: Campaign) -> bool:
    return Message.objects.filter(about=campaign.ref, kind=KIND, state__in=_WAITING).exists()


def _held_back(campaign: Campaign) -> QuerySet[Message]:
    return Message.objects.filter(about=campaign.ref, kind=KIND, state=Message.State.HELD, smtp_reply=PAUSED)
