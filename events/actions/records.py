"""The record of an event: written down, its minutes approved and published, and at last shown to everybody with one closing letter.

Lock order: the event, then its record.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from events import record_rules as rules
from events.actions import followers
from events.letters import records as letters
from events.models import Event, EventRecord, Figure, Support
from people.models import PartnerOrganization, User

State, Minutes = Event.State, EventRecord.Minutes
MINUTES = ("minutes", "present", "votes")  # what was approved together


@dataclass(frozen=True)
class Facts:
    """What is written down of an event, cleaned; `figures` by name, `used` by the id of a support."""

    headcount: int | None = None
    online_headcount: int | None = None
    present: str = ""
    organizations: tuple[PartnerOrganization, ...] = ()
    notes: str = ""
    minutes: str = ""
    votes: str = ""
    recording_link: str = ""
    captions_link: str = ""
    transcript: str = ""
    figures: dict[str, int] = field(default_factory=dict)
    used: dict[int, int | None] = field(default_factory=dict)


COLUMNS = ("headcount", "online_headcount", "present", "notes", "minutes", "votes", "recording_link", "captions_link", "transcript")


def hold(event: Event) -> Event:
    """Return the event, fresh and locked."""
    return Event.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(pk=event.pk)


@transaction.atomic
def write(*, event: Event, facts: Facts, by: User, now: datetime) -> EventRecord:
    """Write the record down, or put it right. Minutes that were approved before are a draft again once anything of them changes. Raises Refused."""
    event = hold(event)
    rules.check_may_write(event, now)
    rules.check_facts(facts)
    record, _is_new = EventRecord.objects.select_for_update().get_or_create(event=event)
    if any(getattr(record, name) != getattr(facts, name) for name in MINUTES) or record.minutes_state == Minutes.NONE:
        record.minutes_state, record.approved_at = Minutes.DRAFT if facts.minutes else Minutes.NONE, None
    for name in COLUMNS:
        setattr(record, name, getattr(facts, name))
    record.save()
    if set(record.organizations.values_list("pk", flat=True)) != {one.pk for one in facts.organizations}:
        record.organizations.set(facts.organizations)
    _write_figures(event, facts.figures)
    for support in Support.objects.filter(event=event, pk__in=facts.used).order_by("pk"):
        if support.used != facts.used[support.pk]:
            support.used = facts.used[support.pk]
            support.save(update_fields=["used"])
    return record


def _write_figures(event, figures):
    """A figure keeps its row, and its name in other languages, as long as it keeps its name."""
    known = {figure.name: figure for figure in Figure.objects.filter(event=event).select_for_update().order_by("pk")}
    Figure.objects.filter(pk__in=[figure.pk for name, figure in known.items() if name not in figures]).delete()
    for name, number in figures.items():
        if name not in known:
            Figure.objects.create(event=event, name=name, number=number)
        elif known[name].number != number:
            known[name].number = number
            known[name].save(update_fields=["number"])


@transaction.atomic
def approve_minutes(*, event: Event, by: User, now: datetime) -> EventRecord:
    """The board has approved its minutes; doing it twice changes nothing more. Raises Refused when there are none."""
    record = _record_of(hold(event))
    rules.check_may_approve(record)
    if record.minutes_state == Minutes.DRAFT:
        record.minutes_state, record.approved_at = Minutes.APPROVED, now
        record.save(update_fields=["minutes_state", "approved_at", "changed_at"])
    return record


@transaction.atomic
def publish_minutes(*, event: Event, by: User, now: datetime) -> EventRecord:
    """Show the approved minutes to everybody, with who was present and the votes; doing it twice changes nothing more. Raises Refused."""
    record = _record_of(hold(event))
    rules.check_may_publish_minutes(record)
    if record.minutes_state != Minutes.PUBLISHED:
        record.minutes_state = Minutes.PUBLISHED
        record.save(update_fields=["minutes_state", "changed_at"])
    return record


def _record_of(event):
    return EventRecord.objects.select_for_update().filter(event=event).first() or EventRecord(event=event)


@transaction.atomic
def publish(*, event: Event, by: User, now: datetime) -> tuple[EventRecord, int]:
    """Show the record to everybody: the event is reported, and whoever came, asked or followed gets one closing letter.

    Doing it twice changes nothing more, and nobody gets the letter twice. Returns the record and how many are written to.
    Raises Refused without notes and figures.
    """
    event = hold(event)
    record = rules.check_may_publish(event, EventRecord.objects.select_for_update().filter(event=event).first(), now)
    event.state, event.reported_at, event.held_at = State.REPORTED, event.reported_at or now, event.held_at or now
    event.save(update_fields=["state", "reported_at", "held_at", "changed_at"])
    if record.told_at is not None:
        return record, 0
    record.published_at, record.told_at = record.published_at or now, now
    record.save(update_fields=["published_at", "told_at", "changed_at"])
    followers.gather(event=event)
    return record, letters.notes_published(event, now=now)
