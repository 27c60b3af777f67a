"""Change notices: an edit is noted, and its people are told ten minutes after the first one, once, in one letter.

Date and place are always told; the rest when staff say yes. What is taken back within the ten minutes is told to nobody. A shift
that begins within the hour is told at once. Notices are locked in the order of their shifts, after the shift itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q

from bookings.models import State
from people.models import User
from volunteers import changes, emails, told_states
from volunteers.models import ChangeNotice, Opportunity, Shift, SignUp

WINDOW = timedelta(minutes=10)
SOON = timedelta(hours=1)
UNDECIDED = timedelta(days=30)  # a question that nobody answers for so long is closed


@dataclass(frozen=True)
class Edit:
    """One edit of a shift, or of an opportunity (no shift): {fact: value before} of what it changed."""

    opportunity: int
    shift: Shift | None
    was: dict


def note(edits: list[Edit], *, by: User, now: datetime) -> list[ChangeNotice]:
    """Keep what these edits of one opportunity changed, for everybody who was told otherwise; runs in the caller's transaction.

    The caller has locked the shifts (or the opportunity). What nobody is signed up for, and what has begun, is not kept.
    """
    edits = sorted(_with_people(edits, now), key=lambda edit: (edit.shift is None, edit.shift and edit.shift.pk))
    if not edits:
        return []
    shifts = [edit.shift for edit in edits if edit.shift]
    mine = Q(shift__in=shifts) | (Q(shift=None) if len(shifts) < len(edits) else Q(pk=None))
    known = ChangeNotice.objects.open().filter(mine, opportunity=edits[0].opportunity).select_for_update().order_by("shift_id")
    known, window, noted = {one.shift_id: one for one in known}, _window(edits[0].opportunity, now), []
    for edit in edits:
        notice = known.get(edit.shift and edit.shift.pk) or ChangeNotice(opportunity_id=edit.opportunity, shift=edit.shift, opened_at=now, by=_real(by))
        notice.steps.append({"at": now.isoformat(), "was": edit.was})
        if set(edit.was) & (changes.ALWAYS | set(notice.tell)):
            notice.due = min(notice.due or window, now if _is_soon(edit, now) else window)
        noted.append(notice)
    ChangeNotice.objects.bulk_create([one for one in noted if one.pk is None], batch_size=200)
    ChangeNotice.objects.bulk_update([one for one in noted if one.pk in {old.pk for old in known.values()}], ["steps", "due"], batch_size=200)
    if any(one.due and one.due <= now for one in noted):
        sweep(now=now)
    return noted


def _real(by):
    return by if by.pk else None


def _window(opportunity, now):
    """The end of the ten minutes that run for this opportunity already, or of new ones."""
    running = ChangeNotice.objects.open().filter(opportunity=opportunity, due__gt=now).aggregate(first=Min("due"))["first"]
    return running or now + WINDOW


def _is_soon(edit, now):
    """It was to begin within the hour, or does now. Put into the past, it is told to nobody: a slip can be put right before the ten minutes are over."""
    if edit.shift is None:
        return False
    return edit.shift.starts > now and min(_began(edit), edit.shift.starts) - now <= SOON


def _with_people(edits, now):
    """Leave out edits that changed nothing, shifts that have begun, and those without anybody to tell."""
    edits = [edit for edit in edits if edit.was and not _has_begun(edit, now)]
    shifts = [edit.shift for edit in edits if edit.shift]
    of_shifts = set(told_states.expected().filter(shift__in=shifts).values_list("shift", flat=True).distinct()) if shifts else set()
    return [edit for edit in edits if (edit.shift.pk in of_shifts if edit.shift else told_states.to_come([edit.opportunity], now).exists())]


def _has_begun(edit, now):
    """It begins at no time still to come, neither as it was nor as it is: what had begun and is put off is told."""
    return edit.shift is not None and max(_began(edit), edit.shift.starts) <= now


def _began(edit):
    """When it was to begin before the edit."""
    return datetime.fromisoformat(edit.was["starts"]) if "starts" in edit.was else edit.shift.starts


@transaction.atomic
def decide(*, opportunity: Opportunity, shown: dict[int, list[str]], tell: bool, by: User, now: datetime) -> int:
    """Say yes or no to telling these facts of these notices, {notice id: its facts as shown}; returns how many notices that was.

    What was changed again after the page was shown stays a question of its own. Doing it twice changes nothing more.
    """
    notices = (
        ChangeNotice.objects.open().filter(opportunity=opportunity, pk__in=shown).select_for_update(of=("self",)).select_related("shift").order_by("shift_id")
    )
    window, decided = _window(opportunity.pk, now), 0
    for notice in notices:
        asked = set(shown[notice.pk]) & changes.facts_in(notice.steps) - changes.ALWAYS - set(notice.tell)
        decided += bool(asked)
        if asked and tell:
            notice.tell = sorted({*notice.tell, *asked})
            notice.due = notice.due or _due(notice, window, now)
        elif asked:
            notice.steps = changes.split(notice.steps, asked)[1]
            notice.closed_at = None if notice.steps else now
        notice.save(update_fields=["tell", "due", "steps", "closed_at"])
    if tell and decided:
        sweep(now=now)
    return decided


def _due(notice, window, now):
    """Ten minutes after the first edit; at once where it begins within the hour, or where staff took longer to answer."""
    if notice.shift and notice.shift.starts - now <= SOON:
        return now
    return min(window, max(notice.opened_at + WINDOW, now))


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Tell the people of everything whose ten minutes are over; returns how many letters are owed. A second sweep waits, and finds nothing."""
    due = ChangeNotice.objects.due(now).select_for_update(of=("self",)).select_related("opportunity", "shift")
    by_opportunity = defaultdict(list)
    for notice in due.order_by("opportunity_id", "shift_id"):
        by_opportunity[notice.opportunity_id].append(notice)
    return sum(_tell(notices, now) for notices in by_opportunity.values())


@transaction.atomic
def tidy(*, now: datetime) -> int:
    """Close the questions nobody answered in time, and forget what stood before; returns how many."""
    stale = Q(opened_at__lt=now - UNDECIDED) | Q(shift__ends__lt=now)
    return ChangeNotice.objects.open().filter(stale, due=None).update(closed_at=now, steps=[])


def _tell(notices, now):
    """Owe the letters about these notices of one opportunity, and close them; what staff have not decided on stays a question."""
    rest, told = [], {}
    for notice in notices:
        told[notice.shift_id], undecided = changes.split(notice.steps, changes.ALWAYS | set(notice.tell))
        if undecided and not (notice.shift and notice.shift.cancelled_at):
            steps = [{**step, "at": now.isoformat()} for step in undecided]  # the letter that goes now does not say it
            rest.append(ChangeNotice(opportunity=notice.opportunity, shift=notice.shift, steps=steps, opened_at=notice.opened_at, by=notice.by))
    letters = told_states.letters_for(notices[0].opportunity, told, now=now)
    period = f"n{min(notice.pk for notice in notices)}:{now:%Y%m%d%H%M%S}"
    emails.changed_for(letters, period=period, now=now)
    _ask_anew([one for one in letters if one.asks])
    _renew_calendars([one for one in letters if not one.asks])
    ChangeNotice.objects.filter(pk__in=[one.pk for one in notices]).update(closed_at=now, steps=[], people=len({one.sign_up.person_id for one in letters}))
    ChangeNotice.objects.bulk_create(rest)
    return len(letters)


def _ask_anew(letters):
    """What people answered before the time or place changed does not count any more."""
    answered = [one for one in letters if one.sign_up.answer]
    earlier = [one.sign_up.pk for one in answered if one.sign_up.answered_at is None or one.sign_up.answered_at <= one.since]
    SignUp.objects.filter(pk__in=earlier).update(answer=SignUp.Answer.NONE, answered_at=None)


def _renew_calendars(letters):
    """A calendar takes a new title or text only with a new number (RFC 5546, 2.1.4)."""
    shifts = {one.sign_up.shift_id for one in letters if one.sign_up.shift_id and one.sign_up.state == State.CONFIRMED}
    Shift.objects.filter(pk__in=shifts).update(sequence=F("sequence") + 1)
