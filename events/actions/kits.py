"""Tools and kits for a clean-up: reserved, given out, taken back with what is missing; never more than the office owns.

Lock order: the event, then kits by id, then loans by id. What does not fit is refused here with a sentence, and by the database in any case.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from events import kit_days
from events.actions.records import hold
from events.models import Event, KitLoan, KitType
from intake import form_keys
from intake.refusal import Refused
from languages import formats
from people.models import User

State = KitLoan.State
LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Wish:
    """So many of one kit, from one day to another, both included."""

    kit: KitType
    quantity: int
    since: date
    until: date
    note: str = ""


@transaction.atomic
def reserve(*, event: Event, wish: Wish, key: str, by: User, now: datetime) -> KitLoan:
    """Keep kits for an event, once per form key. Raises Refused where fewer are free on one of the days."""
    content = ["kit", event.pk, wish.kit.pk, wish.quantity, wish.since, wish.until]
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return KitLoan.objects.get(pk=sending.first["loan"])
    event = hold(event)
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled: nothing is kept for it."), code="state")
    loan = keep(event=event, wish=wish, by=by)
    form_keys.remember(sending, result={"loan": loan.pk})
    return loan


def keep(*, event: Event, wish: Wish, by: User) -> KitLoan:
    """Keep kits for an event that the caller has locked. Raises Refused."""
    kit = KitType.objects.select_for_update().get(pk=wish.kit.pk)
    if kit.office_id != event.office_id:
        raise Refused(_("This kit belongs to another office."), field="kit", code="foreign")
    _check(kit, wish.quantity, wish.since, wish.until)
    return KitLoan.objects.create(kit=kit, event=event, quantity=wish.quantity, since=wish.since, until=wish.until, note=wish.note, by=by)


def _check(kit, quantity, since, until, *, without=None):
    if quantity < 1:
        raise Refused(_("Enter how many: 1 or more."), field="quantity")
    if until < since:
        raise Refused(_("The last day is before the first."), field="until")
    if until - since > LONGEST:
        raise Refused(_("Kits are lent for 60 days at most."), field="until")
    free = _free(kit, since, until, without=without)
    if quantity > free:
        said = _("Only %(free)s of “%(kit)s” are free from %(since)s to %(until)s.")
        days = {"since": formats.weekday_date(since), "until": formats.weekday_date(until)}
        raise Refused(said % {"free": free, "kit": kit, **days}, field="quantity", code="full")


def _free(kit, since, until, *, without=None):
    return max(0, kit.owned - kit_days.lent(kit, since, until, without=without))


def _locked(loan: KitLoan) -> KitLoan:
    """Return the loan, fresh and locked after its event and its kit."""
    event_id, kit_id = KitLoan.objects.values_list("event", "kit").get(pk=loan.pk)
    event = hold(Event(pk=event_id))
    kit = KitType.objects.select_for_update().get(pk=kit_id)
    found = KitLoan.objects.select_for_update(of=("self",)).get(pk=loan.pk)
    found.event, found.kit = event, kit
    return found


@transaction.atomic
def change(*, loan: KitLoan, quantity: int, since: date, until: date, by: User, now: datetime) -> KitLoan:
    """Keep more or fewer, or on other days. Raises Refused."""
    loan = _locked(loan)
    if loan.state not in KitLoan.HOLDING:
        raise Refused(_("This is not lent any more. Nothing was changed."), code="over")
    if loan.state == State.OUT and (quantity, since) != (loan.quantity, loan.since):
        raise Refused(_("It is out already: only its last day can be changed."), field="until")
    _check(loan.kit, quantity, since, until, without=loan)
    loan.quantity, loan.since, loan.until = quantity, since, until
    loan.save(update_fields=["quantity", "since", "until", "changed_at"])
    return loan


@transaction.atomic
def hand_out(*, loan: KitLoan, by: User, now: datetime) -> KitLoan:
    """Somebody has taken it; doing it twice changes nothing more. Taken before its first day it is lent from today on.

    Raises Refused where it is not reserved any more, where others have it on the days before, and where what is late has not come back.
    """
    loan = _locked(loan)
    if loan.state == State.OUT:
        return loan
    if loan.state != State.RESERVED:
        raise Refused(_("Only what is reserved can be given out."), code="over")
    since = min(loan.since, timezone.localdate(now, loan.event.zone))
    if since < loan.since:
        _check(loan.kit, loan.quantity, since, loan.until, without=loan)
    _check_is_here(loan)
    loan.state, loan.since = State.OUT, since
    loan.save(update_fields=["state", "since", "changed_at"])
    return loan


def _check_is_here(loan):
    """What is out is not here, whatever day it should have come back."""
    out = KitLoan.objects.filter(kit=loan.kit, state=State.OUT).aggregate(n=Sum("quantity"))["n"] or 0
    if out + loan.quantity > loan.kit.owned:
        said = _("Only %(here)s of “%(kit)s” are here: the others have not come back yet.")
        raise Refused(said % {"here": max(0, loan.kit.owned - out), "kit": loan.kit}, code="out")


@transaction.atomic
def take_back(*, loan: KitLoan, returned: int, missing: str, lost_for_good: bool, by: User, now: datetime) -> KitLoan:
    """It came back, with how many and what is missing or broken; what is lost for good is owned no more. A second press changes nothing. Raises Refused."""
    loan = _locked(loan)
    if loan.state == State.RETURNED:
        return loan
    if loan.state != State.OUT:
        raise Refused(_("Only what was given out can come back."), code="over")
    if not 0 <= returned <= loan.quantity:
        raise Refused(_("At most %(n)s can have come back.") % {"n": loan.quantity}, field="returned")
    if returned < loan.quantity and not missing.strip():
        raise Refused(_("Write what is missing."), field="missing")
    loan.state, loan.returned, loan.missing = State.RETURNED, returned, missing
    loan.save(update_fields=["state", "returned", "missing", "changed_at"])
    if lost_for_good and returned < loan.quantity:
        _own_fewer(loan.kit, loan.quantity - returned)
    return loan


def _own_fewer(kit, lost):
    """What is reserved for other events is not taken from them: the office owns as many as it has promised until somebody decides."""
    future = KitLoan.objects.filter(kit=kit, state__in=KitLoan.HOLDING)
    days = list(future.values_list("since", "until", "quantity"))
    needed = max((kit_days.lent(kit, since, until) for since, until, _quantity in days), default=0)
    if kit.owned - lost < needed:
        said = _("%(kit)s: %(needed)s are reserved on one day. Change those first, or say that the missing ones may still come back.")
        raise Refused(said % {"kit": kit, "needed": needed}, field="lost_for_good", code="needed")
    kit.owned -= lost
    kit.save(update_fields=["owned"])


@transaction.atomic
def give_up(*, loan: KitLoan, by: User | None, now: datetime) -> KitLoan:
    """It is not needed: others can have it. Doing it twice changes nothing more. Raises Refused once it is out."""
    loan = _locked(loan)
    if loan.state == State.CANCELLED:
        return loan
    if loan.state != State.RESERVED:
        raise Refused(_("It was given out already: take it back first."), code="out")
    loan.state = State.CANCELLED
    loan.save(update_fields=["state", "changed_at"])
    return loan


@transaction.atomic
def release(*, event: Event, by: User | None, now: datetime) -> int:
    """An event is called off: what is reserved for it is free for others, what is out has to come back. Returns how many loans were given up."""
    event = hold(event)
    if event.state != Event.State.CANCELLED:
        return 0  # it was restored meanwhile
    _hold_kits(event)
    reserved = KitLoan.objects.filter(event=event, state=State.RESERVED).order_by("pk").select_for_update(of=("self",))
    for loan in reserved:
        loan.state = State.CANCELLED
        loan.save(update_fields=["state", "changed_at"])
    return len(reserved)


def _hold_kits(event):
    return {kit.pk: kit for kit in KitType.objects.filter(loans__event=event).order_by("pk").select_for_update(of=("self",))}


def keep_again(*, event: Event, now: datetime) -> list[tuple[KitType, int]]:
    """An event is on again: what was reserved when it was called off is reserved again, as many as are free. Returns what is missing, as kits and how many.

    The caller has locked the event, which still stands as called off. What somebody gave up before then, and what would be back by now, is not needed.
    """
    kits, missing = _hold_kits(event), []
    gone = KitLoan.objects.filter(event=event, state=State.CANCELLED, until__gte=timezone.localdate(now, event.zone), pk__in=_let_go_since_called_off(event))
    for loan in gone.order_by("pk").select_for_update(of=("self",)):
        kit, wanted = kits[loan.kit_id], loan.quantity
        kept = min(wanted, _free(kit, loan.since, loan.until))
        if kept:
            loan.quantity, loan.state = kept, State.RESERVED
            loan.save(update_fields=["quantity", "state", "changed_at"])
        if kept < wanted:
            missing.append((kit, wanted - kept))
    return missing


def _let_go_since_called_off(event):
    """The history knows when an event was called off the last time, and what was let go then and later."""
    was_on = event.changes.exclude(state=Event.State.CANCELLED).order_by("-pgh_id").values("pgh_id")[:1]
    called_off = event.changes.filter(pgh_id__gt=Subquery(was_on)).order_by("pgh_id").values("pgh_created_at")[:1]
    return KitLoan.pgh_event_model.objects.filter(event=event, state=State.CANCELLED, pgh_created_at__gte=Subquery(called_off)).values("pgh_obj")


def sweep(*, now: datetime) -> int:
    """Let go of what is reserved for events that were cancelled; returns how many loans. Safe to run twice."""
    off = Event.objects.filter(state=Event.State.CANCELLED, loans__state=State.RESERVED).distinct().order_by("pk")
    return sum(release(event=event, by=None, now=now) for event in off[:500])
