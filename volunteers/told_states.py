"""What each person of a shift was last told, and what a letter has to put right: questions, nothing is written but for what is overtaken."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q

from bookings.models import State
from mailing.models import CallTask, Message
from volunteers import changes
from volunteers.models import Opportunity, Shift, SignUp

MOVED, CHANGED = "shift_moved", "shift_changed"
TELLING = ("signed_up", "waitlisted", "sign_up_changed", "waitlist_offer", MOVED, CHANGED)  # letters that say how things stand


@dataclass
class ChangeLetter:
    """One letter to owe: about which sign-up, what its person believes, since when that is wrong, and whether to ask them anew."""

    sign_up: SignUp
    was: dict  # {"shift": {fact: value}, "opportunity": {fact: value}}
    since: datetime
    asks: bool
    is_one_of_several: bool = False


def expected():
    """Return the open sign-ups whose owners are known to the office: who has not proved an address is told nothing yet."""
    return SignUp.objects.filter(state__in=State.OPEN, link=None, person__forgotten_at=None)


def to_come(opportunities, now):
    """Return the open sign-ups of these opportunities that are still to come, or have no time."""
    return expected().filter(Q(shift=None) | Q(shift__starts__gt=now, shift__cancelled_at=None), shift_role__opportunity__in=opportunities)


def letters_for(opportunity: Opportunity, told: dict, *, now: datetime) -> list[ChangeLetter]:
    """Return the letters about these steps, {shift id, or None for the whole opportunity: steps}; one a sign-up, the whole once a person.

    Letters about earlier changes that have not left yet are taken back: what they said is part of these.
    """
    if opportunity.state == Opportunity.State.CANCELLED:
        return []
    sign_ups = to_come([opportunity], now) if None in told else to_come([opportunity], now).filter(shift__in=[one for one in told if one])
    sign_ups = _with_shifts(sign_ups.select_related("person", "shift_role").order_by("person", F("shift__starts").asc(nulls_last=True), "pk"))
    last, pending = _told_at(sign_ups), _take_back([one.ref for one in sign_ups], now)
    current = Current(opportunity)
    letters, whole = [], set()
    for sign_up in sign_ups:
        was = {"shift": changes.for_role(changes.since(told.get(sign_up.shift_id) or [], last[sign_up.ref]), sign_up.shift_role_id)} if sign_up.shift_id else {}
        if sign_up.person_id not in whole:
            was["opportunity"] = changes.since(told.get(None) or [], last[sign_up.ref])
        for part, old in pending.get(sign_up.ref, {}).items():
            was[part] = {**was.get(part, {}), **old}
        if was := current.differing(was, sign_up):
            whole |= {sign_up.person_id} if "opportunity" in was else set()
            asks = sign_up.state == State.CONFIRMED and bool(changes.ALWAYS & set(was.get("shift", {})))
            letters.append(ChangeLetter(sign_up, was, _since(told, sign_up), asks))
    _mark_several(letters)
    return letters


def _with_shifts(sign_ups):
    """Read them with one object for each shift: reading its phone number again and again costs more than all the rest."""
    sign_ups = list(sign_ups)
    shifts = Shift.objects.in_bulk({one.shift_id for one in sign_ups if one.shift_id})
    for one in sign_ups:
        one.shift_role.shift = shifts.get(one.shift_id)
    return sign_ups


def _told_at(sign_ups):
    """When each of them was last told how things stand, by ref."""
    refs = [one.ref for one in sign_ups]
    found = Message.objects.filter(about__in=refs, kind__in=TELLING).exclude(state=Message.State.CANCELLED).order_by()
    latest = dict(found.values_list("about").annotate(Max("created_at")))
    return {one.ref: max(one.created_at, latest.get(one.ref, one.created_at)) for one in sign_ups}


def _since(told, sign_up):
    steps = [step for key in (sign_up.shift_id, None) for step in told.get(key) or []]
    return min((datetime.fromisoformat(step["at"]) for step in steps), default=sign_up.created_at)


def _take_back(refs, now):
    """Take back letters and calls about changes that nobody has heard yet; returns what they said was, {ref: was}, the oldest deciding."""
    waits = Q(state=Message.State.QUEUED) | Q(state=Message.State.HELD, call_task__result=CallTask.Result.OPEN)
    found = Message.objects.filter(waits, about__in=refs, kind__in=[MOVED, CHANGED]).select_for_update(of=("self",)).order_by("pk")
    was: dict = defaultdict(dict)
    for message in found:
        for part, facts in parts_of(message).items():
            was[message.about][part] = {**facts, **was[message.about].get(part, {})}
    ids = [message.pk for message in found]
    Message.objects.filter(pk__in=ids).update(state=Message.State.CANCELLED)
    CallTask.objects.filter(message__in=ids, result=CallTask.Result.OPEN).update(result=CallTask.Result.DROPPED, done_at=now)
    return was


def parts_of(message):
    """Return what a letter says was, by part; one of the release before knows the old start only."""
    was = message.values.get("was") or {}
    return {"shift": {"starts": was}} if isinstance(was, str) else was


def _mark_several(letters):
    count: dict = defaultdict(int)
    for letter in letters:
        count[letter.sign_up.person_id] += 1
    for letter in letters:
        letter.is_one_of_several = count[letter.sign_up.person_id] > 1


class Current:
    """The facts of one opportunity and its shifts as they stand, asked for once."""

    def __init__(self, opportunity):
        self.opportunity = opportunity
        self._whole = None
        self._shifts = {}

    def differing(self, was, sign_up):
        """Return the parts of `was` that are not so any more for this sign-up."""
        found, shift = {}, sign_up.shift_role.shift
        if was.get("shift") and shift:
            if shift.pk not in self._shifts:
                self._shifts[shift.pk] = {**changes.time_and_place(shift), **changes.shared_in_series(shift)}
            name = {f"{changes.ROLE}{sign_up.shift_role_id}": sign_up.shift_role.name}
            found["shift"] = changes.between(was["shift"], {**self._shifts[shift.pk], **name})
        if was.get("opportunity"):
            self._whole = self._whole or changes.of_opportunity(self.opportunity)
            found["opportunity"] = changes.between(was["opportunity"], self._whole)
        return {part: facts for part, facts in found.items() if facts}
