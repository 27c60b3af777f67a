"""An event from the draft to the day: publishing, postponing, moving online, cancelling. Each tells whom it concerns; registrations are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from events import event_rules, facts, words
from events.actions import kits, telling, trainings
from events.models import Event, EventEdit
from intake.refusal import Refused
from people.models import User
from places.models import Venue
from sharing import prompts

State = Event.State
MOST_REASON = 300
# What only verbs write: a form that was opened before one of them keeps its hands off.
OF_VERBS = (
    "state", "reason", "sequence", "gaps_accepted", "published_at", "postponed_from", "held_at", "reported_at", "series_id", "is_detached", "result", "feedback_code",
)  # fmt: skip
TOLD = (State.PUBLISHED, State.POSTPONED)  # whoever is coming to one of these hears of each change
_DATE = {"starts", "ends", "zone"}  # nobody hears of these while it is postponed: its new date is told once it is set


@dataclass(frozen=True)
class When:
    """A time and a place."""

    starts: datetime
    ends: datetime
    venue: Venue | None


def lock(event: Event) -> Event:
    """Return the event, fresh and locked until the end of the transaction."""
    return Event.objects.select_for_update(of=("self",), no_key=True).select_related("office", "venue", "board").get(pk=event.pk)


@transaction.atomic
def save(*, event: Event, by: User, now: datetime, alone: bool = True) -> Event:
    """Store what staff wrote of an event, new or known. Of one that is announced, a new time, place or mode is told ten minutes later. Raises Refused.

    One of a series that is moved `alone` is not changed with its series any more.
    """
    event_rules.check_times(event.starts, event.ends)
    event_rules.check_links(event)
    if event.neighborhood is None and event.venue is not None:
        event.neighborhood = event.venue.neighborhood
    if event.pk is None:
        event_rules.check_to_come(event, event.starts, now)
        event.save()
        return event
    known = lock(event)
    event_rules.check_who_knows(known, event)
    before = facts.time_and_place(known)
    for name in OF_VERBS:
        setattr(event, name, getattr(known, name))
    was = facts.between(before, facts.time_and_place(event))
    if {"starts", "ends"} & set(was):
        event_rules.check_to_come(event, event.starts, now)
    if "mode" in was and event.is_online and known.state in TOLD:
        event_rules.check_way_in(event.online_link, str(event.dial_in or ""))
    if event.capacity != known.capacity:
        seats.change_places(seats=known, capacity=event.capacity)
    is_told = bool(set(was) - (_DATE if known.state == State.POSTPONED else set())) and known.state in TOLD
    event.sequence += is_told
    event.is_detached |= alone and bool(was) and known.series_id is not None
    if known.state == State.PUBLISHED and event.starts != known.starts:
        first = known.postponed_from or known.starts  # the date people knew first; one that is taken back was never another
        event.postponed_from = None if first == event.starts else first
    event.save()
    if is_told:
        telling.tell(event=event, was=was, due=telling.due_of_edit(event, now, began=known.starts), now=now)
    return event


# --- Before everybody sees it -----------------------------------------------------------------------------------------------


@transaction.atomic
def submit(*, event: Event, by: User, now: datetime) -> Event:
    """Hand a draft to whoever publishes; twice changes nothing more. Raises Refused."""
    event = lock(event)
    event_rules.check_state(event, State.DRAFT, State.IN_REVIEW)
    return _set(event, state=State.IN_REVIEW)


@transaction.atomic
def back_to_draft(*, event: Event, by: User, now: datetime) -> Event:
    """Give it back to whoever writes it; twice changes nothing more. Raises Refused."""
    event = lock(event)
    event_rules.check_state(event, State.DRAFT, State.IN_REVIEW)
    return _set(event, state=State.DRAFT)


@transaction.atomic
def publish(*, event: Event, accepted: list[str], reason: str, by: User, now: datetime) -> Event:
    """Show it to everybody. Where something is missing, each gap has to be named (`accepted`, by code) and a reason given. Twice changes nothing. Raises Refused."""
    event = lock(event)
    if event.state == State.PUBLISHED:
        return event
    event_rules.check_state(event, State.DRAFT, State.IN_REVIEW)
    if event.starts <= now:
        raise Refused(_("This event has begun already. Choose a later date before you publish it."), field="accepted")
    event_rules.check_links(event)
    gaps = event_rules.gaps(event, now)
    unnamed = [gap for gap in gaps if gap.code not in accepted]
    if unnamed:
        raise Refused(_("Something is missing. Add it, or tick what may be missing and say why."), field="accepted", code="gaps")
    if gaps and not reason.strip():
        raise Refused(_("Say why it is published although something is missing."), field="reason", code="gaps")
    prompts.count_links(words.path_of(event), prompts.OWN_CHANNELS, by=by)
    said = f"{reason.strip()} ({'; '.join(gap.words.rstrip('.') for gap in gaps)})" if gaps else ""
    return _set(event, state=State.PUBLISHED, published_at=event.published_at or now, gaps_accepted=said[:MOST_REASON])


# --- When things change -----------------------------------------------------------------------------------------------------


@transaction.atomic
def postpone(*, event: Event, reason: str, when: When | None, by: User, now: datetime) -> Event:
    """Put it off: to a new date at once, or to one that is told later. Everybody concerned is told at once; registrations stay. Raises Refused."""
    event = lock(event)
    event_rules.check_reason(reason)
    if event.state == State.POSTPONED and when is None:
        return event
    event_rules.check_state(event, State.PUBLISHED, *([State.POSTPONED] if when else []))
    if event.state == State.PUBLISHED:
        event_rules.check_not_over(event, now)
    if when is not None:
        return _set_date(event, when, reason, now)
    return _change(event, now, state=State.POSTPONED, reason=reason.strip(), postponed_from=event.postponed_from or event.starts)


@transaction.atomic
def set_new_date(*, event: Event, when: When, reason: str, by: User, now: datetime) -> Event:
    """Say when and where a postponed event takes place; everybody concerned is told at once and asked again. Raises Refused."""
    event = lock(event)
    event_rules.check_state(event, State.POSTPONED, State.PUBLISHED)
    return _set_date(event, when, reason or event.reason, now)


def _set_date(event, when, reason, now):
    event_rules.check_times(when.starts, when.ends)
    event_rules.check_to_come(event, when.starts, now)
    if when.starts <= now:
        raise Refused(_("This time is past. Choose a later one."), field="start")
    earlier = event.postponed_from or event.starts
    earlier = None if earlier == when.starts else earlier
    return _change(
        event, now, state=State.PUBLISHED, reason=reason.strip(), starts=when.starts, ends=when.ends, venue=when.venue, postponed_from=earlier,
        is_detached=event.series_id is not None,
    )  # fmt: skip


@transaction.atomic
def move_online(*, event: Event, reason: str, online_link: str, dial_in: str, dial_in_code: str, by: User, now: datetime) -> Event:
    """Hold it online instead; everybody concerned is told at once and asked again. A second time only the way in is put right. Raises Refused."""
    event = lock(event)
    event_rules.check_reason(reason)
    event_rules.check_way_in(online_link, dial_in)
    event_rules.check_state(event, State.DRAFT, State.IN_REVIEW, State.PUBLISHED, State.POSTPONED)
    event_rules.check_not_over(event, now)
    ways: dict[str, Any] = {"online_link": online_link, "dial_in": dial_in, "dial_in_code": dial_in_code, "mode": Event.Mode.ONLINE, "reason": reason.strip()}
    event.online_link = online_link
    event_rules.check_links(event)
    return _change(event, now, **ways, is_detached=event.series_id is not None)


@transaction.atomic
def move_many_online(*, events: list[Event], reason: str, online_link: str, dial_in: str, dial_in_code: str, by: User, now: datetime) -> list[Event]:
    """Hold all of these online, or none when one cannot be. Raises Refused."""
    if not events:
        raise Refused(_("Tick at least one event."), field="events")
    ways = {"online_link": online_link, "dial_in": dial_in, "dial_in_code": dial_in_code}
    return [move_online(event=event, reason=reason, **ways, by=by, now=now) for event in sorted(events, key=lambda event: event.pk)]


@transaction.atomic
def cancel(*, event: Event, reason: str, by: User, now: datetime) -> Event:
    """Call it off; everybody concerned is told at once. Twice changes nothing more. Raises Refused."""
    event = lock(event)
    if event.state == State.CANCELLED:
        return event
    event_rules.check_reason(reason)
    event_rules.check_state(event, State.DRAFT, State.IN_REVIEW, State.PUBLISHED, State.POSTPONED)
    if event.state == State.PUBLISHED:
        event_rules.check_not_over(event, now)
    if event.state in {State.DRAFT, State.IN_REVIEW}:
        return _set(event, state=State.CANCELLED, reason=reason.strip())  # nobody ever knew of it
    return _change(event, now, state=State.CANCELLED, reason=reason.strip(), postponed_from=_noted(event))


def _noted(event):
    """What tells a restoring whether there was a date: without one it was postponed from the start that still stands there, else never."""
    if event.state == State.POSTPONED:
        return event.starts
    return None if event.postponed_from == event.starts else event.postponed_from


@transaction.atomic
def restore(*, event: Event, by: User, now: datetime) -> Event:
    """Take a cancelling back: it stands as before, and everybody who was told otherwise is told so. Raises Refused.

    What is not free any more of its kits stands beside it, as `kits_missing`.
    """
    event = lock(event)
    if event.state == State.PUBLISHED:
        return event
    event_rules.check_state(event, State.CANCELLED)
    event.kits_missing = kits.keep_again(event=event, now=now)
    if event.published_at and event.postponed_from == event.starts:
        return _change(event, now, state=State.POSTPONED, reason="")  # it had no date when it was cancelled
    if event.starts <= now:
        raise Refused(_("Its time is past. Copy it for another day instead."))
    if event.published_at is None:
        return _set(event, state=State.DRAFT, reason="")
    return _change(event, now, state=State.PUBLISHED, reason="")


@transaction.atomic
def mark_held(*, event: Event, by: User, now: datetime) -> Event:
    """Note that it took place, and what a training it was meets for those who attended; twice changes nothing more. Raises Refused."""
    event = lock(event)
    if event.state == State.HELD:
        trainings.note_attended(event=event, by=by, now=now)
        return event
    event_rules.check_state(event, State.PUBLISHED)
    if event.starts > now:
        raise Refused(_("It has not begun yet."))
    trainings.note_attended(event=event, by=by, now=now)
    return _set(event, state=State.HELD, held_at=now)


def _change(event, now, **values):
    """Store the change, count the calendar entry up, and tell everybody concerned at once where it was announced."""
    before, was_told = facts.time_and_place(event), event.state in {*TOLD, State.CANCELLED}
    changed = _with(event, values)
    was = facts.between(before, facts.time_and_place(event))
    if was and was_told:
        event.sequence += 1
        changed |= {"sequence"}
    event.save(update_fields=[*changed, "changed_at"])
    if was and was_told:
        telling.tell(event=event, was=was, due=now, now=now)
        EventEdit.objects.filter(event=event, closed_at=None).exclude(event__state=State.PUBLISHED).update(closed_at=now)
    return event


def _with(event, values):
    for name, value in values.items():
        setattr(event, name, value)
    return set(values)


def _set(event, **values):
    event.save(update_fields=[*_with(event, values), "changed_at"])
    return event
