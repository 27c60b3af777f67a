"""What the clock does with campaigns: begin those whose time has come, make their letters, hold, let go or take them back, and end them.

Everything may run twice or at once, late or never for an hour: the truth is in the rows, each letter is one per person by its key.
"""

import logging
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from mailing import batches
from mailing.models import Message
from outreach import campaign_texts, pace, whom
from outreach.campaign_rules import State, locked
from outreach.letters.campaigns import KIND
from outreach.models import Campaign
from outreach.rules import rules_of
from outreach.whom import PAUSED
from people.models import Office

logger = logging.getLogger(__name__)

BATCH = 5_000  # letters made in one transaction
LATE = 20  # seconds of letters that may lie waiting before their moments are set anew
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
        keep_pace(campaign=campaign, now=now)
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
    for slot in _pace_of(campaign, now).slots(len(ids)):
        for first in range(0, slot.count, BATCH):
            batch = ids[made : made + min(BATCH, slot.count - first)]
            if not _owe(campaign, batch, slot.start + timedelta(seconds=first * slot.step), slot.step, now):
                return made
            made += len(batch)
    Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(counted_at=now)
    return made


@transaction.atomic
def _owe(campaign: Campaign, people: Collection[int], due: datetime, step: float, now: datetime) -> bool:
    """Make one batch; tells whether to go on. The campaign is locked, so that nobody pauses or cancels it in between.

    The campaigns of an office take turns: whoever got a letter of another one since they were chosen gets none.
    """
    Office.objects.select_for_update(no_key=True).get(pk=campaign.office_id)
    held = Campaign.objects.select_for_update().filter(pk=campaign.pk, state=State.SENDING).first()
    if held is None:
        return False
    mailed = whom.mailed_meanwhile(campaign, people, now)
    new = batches.owe(KIND, [one for one in people if one not in mailed], about=campaign.ref, office=campaign.office_id, due=due, step=step, now=now)
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
    for slot in _pace_of(campaign, now).slots(_held_back(campaign).count()):
        for first in range(0, slot.count, BATCH):
            due = slot.start + timedelta(seconds=first * slot.step)
            let_go += batches.let_go(KIND, about=campaign.ref, why=PAUSED, limit=min(BATCH, slot.count - first), due=due, step=slot.step, now=now)
    if not _held_back(campaign).exists():
        Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(paused_at=None)
    return let_go


def call_off(*, campaign: Campaign, now: datetime) -> int:
    """Take back what has not left of a cancelled campaign; returns how many."""
    taken = 0
    while changed := batches.call_off(KIND, about=campaign.ref, why=PAUSED, limit=BATCH):
        taken += changed
    if not _has_waiting(campaign):
        Campaign.objects.filter(pk=campaign.pk, state=State.CANCELLED, finished_at=None).update(finished_at=now)
    return taken


def keep_pace(*, campaign: Campaign, now: datetime) -> bool:
    """After a stop of the mail, letters that piled up do not leave all at once: their moments are set anew. Tells whether they were."""
    per_second = rules_of(campaign.office).per_second
    most = per_second * LATE if per_second else 0
    if not most or batches.overdue(KIND, about=campaign.ref, now=now, seconds=LATE, most=most) < most:
        return False
    Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).update(paused_at=now)  # should this be the last that is done, the next ring lets them go
    hold(campaign=campaign)
    go_on(campaign=campaign, now=now)
    return True


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


def _pace_of(campaign: Campaign, now: datetime) -> pace.Pace:
    """The office's pace from now on: behind what it owes to many already, with what left today counted."""
    rules = rules_of(campaign.office)
    if not (rules.per_second or rules.per_day):
        return pace.Pace(rules, now)
    return pace.Pace(rules, max(now, _free_from(campaign, now)), _owed_by_day(campaign, now))


def _free_from(campaign: Campaign, now: datetime) -> datetime:
    """When the last letter is due that the office owes to many already."""
    owed = Message.objects.filter(lane=Message.Lane.BULK, state=Message.State.QUEUED, office=campaign.office_id, kind=KIND)
    return owed.filter(attempts=0).order_by("-due").values_list("due", flat=True).first() or now


def _owed_by_day(campaign: Campaign, now: datetime) -> Counter:
    """How many letters of campaigns left or are due on each day from today on, on the clock of the city."""
    campaigns = Campaign.objects.filter(office=campaign.office_id, started_at__isnull=False)
    recent = campaigns.filter(Q(finished_at=None) | Q(finished_at__gte=now - whom.BREATH))
    about = [f"outreach.campaign:{pk}" for pk in recent.values_list("pk", flat=True)]
    zone, midnight = timezone.get_default_timezone(), timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    counted = Message.objects.filter(about__in=about, kind=KIND).exclude(state__in=[Message.State.CANCELLED, Message.State.HELD])
    rows = counted.filter(Q(sent_at__gte=midnight) | Q(sent_at=None, due__gte=midnight)).values_list(TruncDate("due", tzinfo=zone)).annotate(Count("pk"))
    return Counter(dict(rows.order_by()))
