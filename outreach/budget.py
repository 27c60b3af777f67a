"""One budget for all that an office writes to many: campaigns and the weekly email share its letters a second and a day."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from mailing import batches
from mailing.models import Message
from mailing.outbox import claims, rounds
from outreach.models import Campaign, DigestIssue, OutreachRules
from outreach.pace import Pace
from outreach.rules import city_zone, rules_of
from people.models import Office

KINDS = ("campaign", "digest")
BREATH = timedelta(hours=24)  # a campaign that ended longer ago has no letter of today
IN_HAND = timedelta(days=14)  # nor has a weekly email that was due longer ago
LATE = 20  # seconds of letters that may lie waiting before their moments are set anew
BATCH = 5_000  # letters whose moments are set anew in one transaction
_WAITING = [Message.State.QUEUED, Message.State.SENDING]


def pace_of(office: Office, now: datetime) -> Pace:
    """Return an office's pace from now on: behind what it owes to many already, with what left today counted.

    To be called in the transaction that owes the letters: until it ends nobody else is told of room in the same budget. Everything is read
    from the letters themselves, so whoever begins again counts none twice. At most five queries.
    """
    rules = OutreachRules.objects.filter(Q(per_second__gt=0) | Q(per_day__gt=0), office=office).select_for_update().first()
    if rules is None:
        return Pace(rules_of(office), now)
    start = max(now, _free_from(rules, now))
    return Pace(rules, start, _owed_by_day(office, start, now) if rules.per_day else Counter())


def recent(office: Office, now: datetime) -> tuple[QuerySet[Campaign], QuerySet[DigestIssue]]:
    """Return the campaigns and the weekly emails of an office that may have letters of the last 24 hours, or still to come."""
    campaigns = Campaign.objects.filter(office=office, started_at__isnull=False).filter(Q(finished_at=None) | Q(finished_at__gte=now - BREATH))
    return campaigns, DigestIssue.objects.filter(office=office, due__gte=now - IN_HAND, due__lte=now)


def refs(*found: QuerySet) -> list[str]:
    """Return what the letters of these campaigns or weekly emails are about."""
    return [f"{rows.model._meta.label_lower}:{pk}" for rows in found for pk in rows.order_by().values_list("pk", flat=True)]


def register() -> None:
    """See to the pace before each round of letters to many: a worker that comes back before the clock does keeps it too."""
    rounds.before_many(keep_all)


def keep_all(*, now: datetime) -> None:
    """Keep the pace of every campaign and weekly email that is on its way; one query while none of their letters is late."""
    if not claims.is_due_by(lanes=rounds.BULK, moment=now - timedelta(seconds=LATE)):
        return
    written = DigestIssue.objects.filter(due__gte=now - IN_HAND, due__lte=now, written__gt=0).defer("contents")
    for kind, rows in zip(KINDS, (Campaign.objects.filter(state=Campaign.State.SENDING), written), strict=True):
        for one in rows.select_related("office").order_by("pk"):
            keep_pace(kind, about=one.ref, office=one.office, now=now)


def keep_pace(kind: str, *, about: str, office: Office, now: datetime) -> int:
    """After a stop of the mail, letters that piled up do not leave all at once, or on one day: their moments are set anew. Returns of how many."""
    rules = rules_of(office)
    most = rules.per_second * LATE if rules.per_second else int(bool(rules.per_day))
    if not most or batches.overdue(kind, about=about, now=now, seconds=LATE, most=most) < most:
        return 0
    delayed = 0
    while changed := _delay(kind, about, office, now):
        delayed += changed
    return delayed


@transaction.atomic
def _delay(kind: str, about: str, office: Office, now: datetime) -> int:
    """One batch; what is overdue is counted as leaving today until it has another day. Where only a day has a limit, what fits into today stays."""
    pace = pace_of(office, now)
    late = batches.overdue(kind, about=about, now=now, seconds=LATE)
    if not pace.rules.per_second:
        late = min(late, max(0, _owed_by_day(office, now, now)[timezone.localdate(now)] - pace.rules.per_day))
    pace.used[timezone.localdate(now)] -= late
    before = now - timedelta(seconds=LATE)
    return sum(
        batches.delay(kind, about=about, before=before, limit=slot.count, due=slot.start, step=slot.step, now=now) for slot in pace.slots(min(late, BATCH))
    )


def _free_from(rules: OutreachRules, now: datetime) -> datetime:
    """When a letter may follow the last one that the office owes to many already."""
    owed = Message.objects.filter(lane=Message.Lane.BULK, state=Message.State.QUEUED, office=rules.office_id, kind__in=KINDS, attempts=0)
    last = owed.order_by("-due").values_list("due", flat=True).first()
    return last + timedelta(seconds=1 / rules.per_second if rules.per_second else 0) if last else now


def _owed_by_day(office: Office, start: datetime, now: datetime) -> Counter[date]:
    """How many letters to many left or are due on each day from this moment's on, on the clock of the city; what is overdue leaves today."""
    today = timezone.localdate(now)
    if timezone.localdate(start) == today:
        about, midnight = refs(*recent(office, now)), _midnight(today)
        counted = Message.objects.filter(about__in=about).exclude(state__in=[Message.State.CANCELLED, Message.State.HELD])
        counted = counted.filter(Q(sent_at__gte=midnight) | Q(sent_at=None, due__gte=midnight) | Q(state__in=_WAITING))
    else:
        counted = Message.objects.filter(lane=Message.Lane.BULK, state=Message.State.QUEUED, due__gte=_midnight(timezone.localdate(start)))
    day = TruncDate(Greatest(Coalesce("sent_at", "due"), now), tzinfo=city_zone())
    return Counter(dict(counted.filter(office=office, kind__in=KINDS).order_by().values_list(day).annotate(Count("pk"))))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=city_zone())
