"""Telling the people of an event: a constant number of statements for any number of people.

Time, place and state are always told; a letter that has not left yet is overtaken by the next one and then says what was before
both. The rest is told when staff say yes. The event is locked by whoever calls.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from bookings.models import State
from events import facts, people_told
from events.actions import guardians
from events.models import Event, EventEdit, Registration
from intake.refusal import Refused
from mailing import letters
from mailing.models import CallTask, Message
from people.models import User

MOVED, POSTPONED, CANCELLED, CHANGED = "event_moved", "event_postponed", "event_cancelled", "event_changed"
WINDOW = timedelta(minutes=10)  # an edit that is taken back within it is told to nobody
SOON = timedelta(hours=1)
_STANDING = [MOVED, POSTPONED, CANCELLED]  # letters that say how things stand
_OVERTAKE = """
UPDATE mailing_message SET kind = %s, period = %s, due = LEAST(due, %s), expires = %s,
    "values" = jsonb_set("values", '{was}', %s::jsonb || COALESCE("values" -> 'was', '{}'::jsonb))
WHERE id IN (SELECT id FROM mailing_message WHERE id = ANY(%s) ORDER BY id FOR UPDATE) AND state = 'queued'
"""


def tell(*, event: Event, was: dict[str, Any], due: datetime, now: datetime) -> int:
    """Owe everybody concerned the letter about how this event stands now; `was` are the facts before (see `events.facts`). Returns how many new letters.

    Reminders of the old time are taken back, offers do not outlast the start, and who is coming is asked anew. While it is off, or has no date,
    whoever was offered a place waits for one as before.
    """
    kind = {Event.State.POSTPONED: POSTPONED, Event.State.CANCELLED: CANCELLED}.get(Event.State(event.state), MOVED)
    _take_back_reminders(event)
    if event.is_cancelled:
        _back_in_line(event, now)
    _ask_anew(event)
    guardians.keep_longer(event=event, due=due, now=now)
    expires = event.ends if kind == MOVED and event.ends > now else None
    _overtake(event, kind, was, due, expires, now)
    values = {"was": was}
    return sum(
        letters.send_to_each(kind, found, period=str(event.sequence), due=due, expires=expires, values=values, now=now)
        for found in _not_waiting(event, kind)
    )  # fmt: skip


def _not_waiting(event, kind):
    """Whoever has the overtaken letter still to come gets that one only."""
    waiting = Message.objects.filter(state=Message.State.QUEUED, kind=kind, period=str(event.sequence))
    return [found.exclude(about__in=waiting.filter(about__in=refs).values("about")) for found, refs in _pairs(event)]


def _pairs(event):
    return zip(people_told.found_by(event), people_told.refs_of(event), strict=True)


def _of_event(event):
    """Letters about anything of an event."""
    either = Q(about__in=people_told.refs_of(event)[0]) | Q(about__in=people_told.refs_of(event)[1])
    return Message.objects.filter(either)


def _take_back_reminders(event):
    """Reminders leave in bundles; whoever owes them owes new ones for the new time."""
    queued = Message.objects.filter(state=Message.State.QUEUED, bundle__isnull=False, about__in=people_told.refs_of(event)[0])
    queued.update(state=Message.State.CANCELLED)


def _back_in_line(event, now):
    """Nobody can take a place now: each keeps the place in line from before the offer, and is the first to be asked when there is a date again.

    What waits for a guardian waits without an end: when there is a date again the guardian is asked again (`guardians.keep_longer`).
    """
    offered = Registration.objects.filter(event=event, state=State.OFFERED)
    letters.cancel(about=[registration.ref for registration in offered], kinds=["event_offer"], now=now)
    offered.update(state=State.WAITLISTED, until=None, changed_at=now)
    Registration.objects.filter(event=event, state=State.REQUESTED).update(until=None)


def _ask_anew(event):
    of_event = Registration.objects.filter(event=event)
    of_event.filter(until__gt=event.starts).update(until=event.starts)
    of_event.exclude(answer=Registration.Answer.NONE).update(answer=Registration.Answer.NONE, answered_at=None)


def _overtake(event, kind, was, due, expires, now):
    """Letters that wait become this one, calls that nobody has made are dropped."""
    standing = _of_event(event).filter(kind__in=_STANDING)
    waiting = list(standing.filter(state=Message.State.QUEUED).values_list("pk", flat=True))
    if waiting:
        with connection.cursor() as cursor:
            cursor.execute(_OVERTAKE, [kind, str(event.sequence), due, expires, json.dumps(was), waiting])
    calls = list(standing.filter(state=Message.State.HELD, call_task__result=CallTask.Result.OPEN).values_list("pk", flat=True))
    if calls:
        Message.objects.filter(pk__in=calls).update(state=Message.State.CANCELLED)
        CallTask.objects.filter(message__in=calls, result=CallTask.Result.OPEN).update(result=CallTask.Result.DROPPED, done_at=now)


def waiting(event: Event) -> QuerySet[Message]:
    """Return the letters about how this event stands that have not left yet."""
    return _of_event(event).filter(state=Message.State.QUEUED, kind__in=_STANDING)


def due_of_edit(event: Event, now: datetime, *, began: datetime) -> datetime:
    """Return when an edit of the time or place is told: ten minutes later, at once when it begins, or was to begin (`began`), within the hour."""
    return now if min(event.starts, began) - now <= SOON else now + WINDOW


# --- What staff are asked about -------------------------------------------------------------------------------------------


@transaction.atomic
def note(*, event: Event, names: set[str], by: User | None, now: datetime) -> EventEdit | None:
    """Note which other facts of an announced event were edited, so that staff are asked whether to tell; None where nobody would be told."""
    names &= set(facts.ASKED)
    if not names or event.state != Event.State.PUBLISHED or event.starts <= now or not people_told.number(event):
        return None
    edit, _new = EventEdit.objects.select_for_update().get_or_create(event=event, closed_at=None, defaults={"opened_at": now, "by": by})
    edit.facts = sorted({*edit.facts, *names})
    edit.save(update_fields=["facts"])
    return edit


@transaction.atomic
def decide(*, event: Event, edit_id: int, shown: list[str], tell_them: bool, by: User, now: datetime) -> int | None:
    """Tell everybody of the facts that were shown, or nobody; returns how many are told, None when it was decided before.

    What was edited meanwhile and not shown stays a question. Raises Refused when the event is over or off.
    """
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    edit = EventEdit.objects.select_for_update().filter(pk=edit_id, event=event, closed_at=None).first()
    decided = sorted(set(shown) & set(edit.facts)) if edit else []
    if not decided:
        return None
    if tell_them and (event.state != Event.State.PUBLISHED or event.starts <= now):
        raise Refused(_("This is over or off by now. There is nothing to tell."))
    rest = sorted(set(edit.facts) - set(decided))
    edit.facts, edit.closed_at, edit.by = decided, now, by
    edit.save(update_fields=["facts", "closed_at", "by"])
    if rest:
        EventEdit.objects.create(event=event, facts=rest, opened_at=now, by=by)
    if not tell_them:
        return 0
    due = waiting(event).aggregate(last=Max("due"))["last"] or now  # after the letter about another time or place: this one says that both stay
    told = {"period": str(edit.pk), "due": max(due, now), "expires": event.starts, "values": {"facts": decided}, "now": now}
    edit.people = sum(letters.send_to_each(CHANGED, found, **told) for found in people_told.found_by(event))
    edit.save(update_fields=["people"])
    return edit.people
