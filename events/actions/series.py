"""Events that come again: planned by a rule as drafts, published together, changed from one on. What was changed by itself stays."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events import event_rules, facts
from events.actions import copies, events, telling
from events.models import Event, EventSeries
from intake.refusal import Refused
from languages import formats
from people.models import User

MOST = 110  # a little more than two years of weeks
SHARED = tuple(name for name in copies.COPIED if name not in {"office", "time_zone", "capacity"})
_OPEN = (Event.State.DRAFT, Event.State.IN_REVIEW, Event.State.PUBLISHED)


@transaction.atomic
def repeat(*, event: Event, rule: str, until: date, exceptions: tuple[date, ...] = (), by: User, now: datetime) -> list[Event]:
    """Make an event the first of a series; the later ones are drafts like it. Returns the later ones. Raises Refused."""
    event = events.lock(event)
    if event.series_id is not None:
        raise Refused(_("This event comes again already: let its series go on longer."), field="until")
    series = EventSeries(office=event.office, title=event.title, rule=rule, first=event.local_starts.date(), until=until, exceptions=sorted(set(exceptions)))
    days = [day for day in _days(series) if day != series.first]
    if not days:
        raise Refused(_("No later day is left. Choose a later last day, or fewer days without it."), field="until")
    series.save()
    event.series = series
    event.save(update_fields=["series", "changed_at"])
    return copies.like(event, [copies.on_day(event, day) for day in days], series=series)


def _days(series):
    if series.until < series.first:
        raise Refused(_("The last day is before the first."), field="until")
    if (series.until - series.first).days // 7 >= MOST:
        raise Refused(_("That is more than two years. Choose an earlier last day."), field="until")
    return series.days()


@transaction.atomic
def extend(*, series: EventSeries, until: date, by: User, now: datetime) -> list[Event]:
    """Plan the events of a series up to a later last day, as its last one stands. Raises Refused."""
    series = EventSeries.objects.select_for_update().get(pk=series.pk)
    last = series.events.filter(is_detached=False).exclude(state=Event.State.CANCELLED).order_by("-starts").first()
    before = max(series.until, last.local_starts.date()) if last else None
    if before is None or until <= before:
        raise Refused(_("Choose a day after the last one."), field="until")
    series.until = until
    days = [day for day in _goes_on(series, last.local_starts.date()) if day > before]
    series.save(update_fields=["until", "changed_at"])
    return copies.like(last, [copies.on_day(last, day) for day in days], series=series)


def _goes_on(series, last):
    """The days of the rule; where the later ones were moved to other days, they are counted from the last one."""
    days = _days(series)
    if last in days:
        return days
    return EventSeries(rule=series.rule, first=last, until=series.until, exceptions=series.exceptions).days()


@transaction.atomic
def publish_all(*, series: EventSeries, accepted: list[str], reason: str, by: User, now: datetime) -> list[Event]:
    """Publish every draft of a series that is still to come; the gaps of each are named and accepted alike, all of them or none. Raises Refused."""
    drafts = series.events.filter(state__in=[Event.State.DRAFT, Event.State.IN_REVIEW], starts__gt=now).order_by("pk")
    return [_published(event, accepted, reason, by, now) for event in drafts]


def _published(event, accepted, reason, by, now):
    try:
        return events.publish(event=event, accepted=accepted, reason=reason, by=by, now=now)
    except Refused as refused:
        day = formats.weekday_date(event.local_starts)
        raise Refused(_("%(day)s: %(why)s Nothing was changed.") % {"day": day, "why": refused.sentence}, field=refused.field, code="gaps") from refused


def following(event: Event, now: datetime) -> list[Event]:
    """Return the later events of the series that a change for all of them changes too, in the order of their numbers; none outside a series."""
    if event.series_id is None:
        return []
    rest = Event.objects.filter(series=event.series_id, starts__gt=max(event.starts, now), state__in=_OPEN, is_detached=False).exclude(pk=event.pk)
    return list(rest.select_related("office", "venue", "board").order_by("pk"))


@transaction.atomic
def share(*, event: Event, before: datetime, names: Iterable[str], moves: bool, by: User, now: datetime) -> int:
    """Give the later events of the series these fields of this one; with `moves`, its time of day, moved by as many days as it was since `before`.

    Whoever is coming to one of them is told as if it had been changed by itself. Returns how many were changed. Raises Refused.
    """
    named = [name for name in names if name in SHARED]
    later = following(event.__class__(pk=event.pk, series_id=event.series_id, starts=before), now)
    days = event.local_starts.date() - before.astimezone(event.zone).date()
    for one in later:
        locked = events.lock(one)
        was, others, began = facts.time_and_place(locked), facts.others(locked), locked.starts
        for name in [*named, *_way_in(locked, event, named)]:
            setattr(locked, name, getattr(event, name))
        if moves:
            locked.starts, locked.ends = _times_like(event, copies.on_day(locked, locked.local_starts.date() + days), locked)
            event_rules.check_times(locked.starts, locked.ends)
        event_rules.check_who_knows(events.lock(one), locked)
        _store(locked, was, others, by, now, began=began)
    return len(later)


def _way_in(one, event, named):
    """What goes online like this event and has no way in of its own gets the same link and number."""
    goes_online = "mode" in named and event.is_online
    return () if not goes_online or one.online_link or one.dial_in else ("online_link", "dial_in", "dial_in_code")


def _times_like(event, times, one):
    """The day of one event with the time of day of another."""
    starts, _ends = times
    return copies.on_day(event, starts.astimezone(one.zone).date())


def _store(event, was, others, by, now, *, began):
    changed = facts.between(was, facts.time_and_place(event))
    is_told = bool(changed) and event.state in events.TOLD
    event.sequence += is_told
    event.save()
    if is_told:
        telling.tell(event=event, was=changed, due=telling.due_of_edit(event, now, began=began), now=now)
    telling.note(event=event, names=set(facts.between(others, facts.others(event))), by=by, now=now)


@transaction.atomic
def move_online(*, event: Event, with_following: bool, by: User, now: datetime, **ways: str) -> list[Event]:
    """Hold one event online, or it and the later ones of its series. Raises Refused."""
    reached = [event, *(following(event, now) if with_following else [])]
    bound = [one.pk for one in Event.objects.filter(pk__in=[one.pk for one in reached], is_detached=False)]
    moved = events.move_many_online(events=reached, by=by, now=now, **ways)
    if with_following:  # they still follow their rule: all of them went online together; what was changed by itself before does not
        Event.objects.filter(pk__in=bound).update(is_detached=False)
    return moved
