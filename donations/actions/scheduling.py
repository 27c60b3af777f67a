"""What the office and the donor settle about a pick-up: put on a run, another time proposed and answered, or declined with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from donations import emails, run_order
from donations.actions import pick_ups
from donations.models import PickUpRequest, PickUpRun, PickUpWindow
from intake.refusal import Refused
from mailing import letters
from mailing.models import Message
from people.models import Person, User

State = PickUpRequest.State
TO_SETTLE = {State.REQUESTED, State.PROPOSED, State.SCHEDULED, State.ASSIGNED, State.MISSED}

_ABOUT_TIMES = ["pick_up_scheduled", "pick_up_proposed", "pick_up_put_off"]
_LEFT = [Message.State.SENDING, Message.State.SENT, Message.State.AMBIGUOUS]


@transaction.atomic
def schedule(*, request: PickUpRequest, window: PickUpWindow, by: User, now: datetime) -> PickUpRequest:
    """Put a pick-up on a run at a time the donor is told; it takes its place among the stops by distance. Twice changes nothing. Raises Refused."""
    request = pick_ups.locked(request, also=window)
    if request.window_id == window.pk and request.state in {State.SCHEDULED, State.ASSIGNED}:
        return request
    _put_on(request, window, now)
    emails.pick_up_scheduled(request, now=now)
    return request


@transaction.atomic
def propose(*, request: PickUpRequest, window: PickUpWindow, by: User, now: datetime) -> PickUpRequest:
    """Propose another time: a stop is kept there until the donor answers. Twice changes nothing. Raises Refused."""
    request = pick_ups.locked(request, also=window)
    if request.window_id == window.pk and request.state == State.PROPOSED:
        return request
    _check_settles(request, window, now)
    if window.starts <= now:
        raise Refused(_("This time has begun, so nobody can answer. Please choose another time."), field="window")
    _move(request, window, State.PROPOSED, now)
    emails.pick_up_proposed(request, now=now)
    return request


@transaction.atomic
def accept(*, request: PickUpRequest, window: int | None, by: User | None, now: datetime) -> PickUpRequest:
    """The donor says yes to the time that was proposed, `window` being the one they saw. Twice changes nothing. Raises Refused."""
    request = pick_ups.locked(request)
    if request.window_id == window and request.state in {State.SCHEDULED, State.ASSIGNED}:
        return request
    _check_answers(request, window, now)
    _put_on(request, request.window, now)
    Person.objects.filter(pk=request.person_id).update(active_at=now)
    emails.pick_up_scheduled(request, now=now)
    return request


@transaction.atomic
def decline_proposal(*, request: PickUpRequest, window: int | None, by: User | None, now: datetime) -> PickUpRequest:
    """The donor says no to the proposed time: the stop is free, and the office proposes another. Raises Refused."""
    request = pick_ups.locked(request)
    _check_answers(request, window, now)
    _move(request, None, State.REQUESTED, now)
    Person.objects.filter(pk=request.person_id).update(active_at=now)
    return request


@transaction.atomic
def decline(*, request: PickUpRequest, reason: str, by: User, now: datetime) -> PickUpRequest:
    """Say no for good, with a reason the donor reads. Twice changes nothing. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why, in plain words: the donor reads it."), field="reason")
    request = pick_ups.locked(request)
    if request.state == State.DECLINED:
        return request
    if request.state not in TO_SETTLE:
        raise Refused(_("This pick-up is not open any more. Nothing was changed."))
    pick_ups.leave(request, State.DECLINED, now, reason=reason.strip())
    emails.pick_up_declined(request, now=now)
    return request


def take_off(request: PickUpRequest, *, now: datetime) -> None:
    """Take a locked request off its run: the office has to find another time, and the donor is told where they know of one."""
    is_awaited = request.state in {State.SCHEDULED, State.ASSIGNED} or (request.state == State.PROPOSED and _was_told_a_time(request))
    if request.state == State.HELD:
        request.window = None
        request.save(update_fields=["window", "changed_at"])
        return
    _move(request, None, State.REQUESTED, now)
    if is_awaited:
        emails.pick_up_put_off(request, now=now)


def _was_told_a_time(request):
    """Tell whether the last letter that left names a time, this one or one before; a proposal that has not left was never read."""
    left = Message.objects.filter(about=request.ref, kind__in=_ABOUT_TIMES, state__in=_LEFT).order_by("-pk")
    return left.values_list("kind", flat=True).first() not in {None, "pick_up_put_off"}


def sweep(*, now: datetime) -> None:
    """Let go of times that began before anybody agreed on them: the request needs another one. Safe to run twice."""
    over = PickUpRequest.objects.filter(state__in=[State.REQUESTED, State.PROPOSED], window__starts__lte=now)
    for request in over.order_by("pk")[:500]:
        _let_go(request, now)


@transaction.atomic
def _let_go(request, now):
    request = pick_ups.locked(request)
    if request.state in {State.REQUESTED, State.PROPOSED} and request.window is not None and request.window.starts <= now:
        _move(request, None, State.REQUESTED, now)


def _put_on(request, window, now):
    _check_settles(request, window, now)
    _move(request, window, State.ASSIGNED if window.run.driver_id else State.SCHEDULED, now)
    run_order.insert(request)


def _move(request, window, state, now):
    """Another time or none: what was said about the old one and has not left yet is not said any more."""
    letters.cancel(about=[request.ref], now=now)
    request.window, request.state, request.order, request.told_on_the_way_at = window, state, None, None
    pick_ups.store(request, ["window", "state", "order", "told_on_the_way_at", "changed_at"])


def _check_settles(request, window, now):
    if request.state not in TO_SETTLE:
        raise Refused(_("This pick-up is not open any more. Nothing was changed."))
    window.run.refresh_from_db(fields=["state", "driver", "drive"])
    if window.run.drive_id != request.drive_id:
        raise Refused(_("This time belongs to another drive."), field="window")
    if window.run.state not in {PickUpRun.State.PLANNED, PickUpRun.State.ON_THE_WAY} or window.ends <= now:
        raise Refused(_("This run is over or called off. Please choose another time."), field="window")


def _check_answers(request, window, now):
    if request.state != State.PROPOSED or request.window_id != window or request.window.starts <= now:
        raise Refused(_("This proposal is not open any more. Please look at the page again, or call us."))
