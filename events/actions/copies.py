"""An event as the draft of another: texts, translations, agenda, supports, leads and co-hosts; nobody's registration and nothing that came of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Model

from events import event_rules
from events.models import AgendaItem, Event, Support
from intake import form_keys
from intake.slugs import free_slug
from languages.content import copy_translations
from people.models import User

COPIED = (
    "office", "board", "title", "kind", "mode", "purpose", "text", "decision", "bring", "neighborhood", "venue", "time_zone", "capacity", "waitlist", "languages",
    "is_public_meeting", "is_sensitive", "invited_only", "online_link", "dial_in", "dial_in_code", "test_link", "stream_link", "overflow_room", "officers",
    "is_recorded", "asks_id", "minimum_age", "with_adult", "guardian_consent", "takes_groups", "minutes_each", "meets", "contact_name", "contact_phone",
    "contact_email", "late_hours",
)  # fmt: skip
OF_ITEM = ("title", "text", "minutes", "presented_by", "asks_decision", "order")
OF_SUPPORT = ("kind", "language", "note")


@transaction.atomic
def copy(*, event: Event, day: date, key: str, by: User, now: datetime) -> Event:
    """Return a draft like this one on another day, at the same time of day; a second sending of the same form gets the same draft. Raises Refused."""
    sending = form_keys.use(key=key, browser=f"user-{by.pk}", content=["copy-event", event.pk, day], now=now)
    if sending.first:
        return Event.objects.get(pk=sending.first["event"])
    starts, ends = on_day(event, day)
    event_rules.check_to_come(event, starts, now)
    new = like(event, [(starts, ends)])[0]
    form_keys.remember(sending, result={"event": new.pk})
    return new


def on_day(event: Event, day: date) -> tuple[datetime, datetime]:
    """Return start and end on another day at the same time of day, whatever the clock of the place does in between."""
    nights = (event.local_ends.date() - event.local_starts.date()).days
    starts = datetime.combine(day, event.local_starts.time(), tzinfo=event.zone)
    return starts, datetime.combine(day + timedelta(days=nights), event.local_ends.time(), tzinfo=event.zone)


def like(event: Event, times: Iterable[tuple[datetime, datetime]], **changes) -> list[Event]:
    """Make a draft like this event at each of these times, with its agenda, supports, leads, co-hosts and translations."""
    items, supports = list(event.agenda.all()), list(event.supports.all())
    leads, co_hosts = list(event.leads.all()), list(event.co_hosts.all())
    return [_one(event, starts, ends, items, supports, leads, co_hosts, changes) for starts, ends in times]


def _one(event, starts, ends, items, supports, leads, co_hosts, changes):
    values = {name: getattr(event, name) for name in COPIED} | changes
    slug = free_slug(f"{event.title} {starts:%Y-%m-%d}", among=Event.objects.all(), otherwise="event", never=Event.NOT_EVENTS)
    new = Event.objects.create(slug=slug, starts=starts, ends=ends, copied_from=event, **values)
    new.leads.set(leads)
    new.co_hosts.set(co_hosts)
    copies: dict[Model, Model] = {event: new}
    for item in items:
        copies[item] = AgendaItem.objects.create(event=new, **{name: getattr(item, name) for name in OF_ITEM})
    for support in supports:
        copies[support] = Support.objects.create(event=new, **{name: getattr(support, name) for name in OF_SUPPORT})
    copy_translations(copies)
    return new
