"""Pick-ups that wait for a proof: requested when the address is proved, held from the letter on, ended in time, put on another address."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from donations import pick_up_rules as rules
from donations.actions import pick_ups
from donations.models import PickUpRequest
from intake.refusal import Refused
from mailing import proof
from people.models import Person, User

State = PickUpRequest.State
UNSENT_HOLD = timedelta(days=2)  # a code letter is tried for a day: what has no deadline by then waits for one that does not come


@transaction.atomic
def settle(*, ids: list[int], by: User | None, now: datetime) -> None:
    """The address is proved: the office has what was held, and what is late where its time still has room, or without a time.

    What came too late for its drive, or is one too many, is declined with the reason.
    """
    pick_ups.hold_runs(ids)
    for request in PickUpRequest.objects.filter(pk__in=ids).order_by("pk"):
        request = pick_ups.locked(request)
        if request.person.forgotten_at is None and request.link_id and request.state in {State.HELD, State.EXPIRED}:
            _settle_one(request, by, now)


def _settle_one(request, by, now):
    try:
        rules.check_takes_goods(request.drive)
        rules.check_few(request)
    except Refused as refused:
        pick_ups.leave(request, State.DECLINED, now, reason=refused.sentence)
        return
    if request.window and (request.window.starts <= now or request.window.run.state != request.window.run.State.PLANNED):
        request.window = None
    request.state, request.until, request.link, request.pledge = State.REQUESTED, None, None, pick_ups.promised(request)
    fields = ["state", "until", "link", "window", "pledge", "changed_at"]
    try:
        pick_ups.store(request, fields)
    except Refused:  # somebody else has the last stop by now: the office proposes another time
        request.window = None
        pick_ups.store(request, fields)
    pick_ups.received(request, by=by, now=now)


@transaction.atomic
def start_clock(*, link_id: int, now: datetime) -> None:
    """The code letter has left: what waits for it is held for 24 hours, or 30 minutes where stops or time are short.

    The letter is locked by now, so this waits for no request that somebody has in hand: the sweep finds it a minute later.
    """
    held = PickUpRequest.objects.untimed().filter(link_id=link_id).select_related("window").order_by("pk")
    for request in held.select_for_update(of=("self",), skip_locked=True):
        PickUpRequest.objects.filter(pk=request.pk).update(until=pick_ups.hold_end(request.window, now))


@transaction.atomic
def readdress(*, ids: list[int], typed: dict, email: str = "", phone: str = "", now: datetime):
    """Put requests that wait for a proof on another address or number, their stops kept; returns the new link and no new refs. Raises Refused."""
    link = None
    pick_ups.hold_runs(ids)
    for request in PickUpRequest.objects.filter(pk__in=ids, state=State.HELD).exclude(link=None).order_by("pk"):
        request = pick_ups.locked(request)
        one, old = typed[request.ref], request.person
        if request.link_id is None or request.state != State.HELD:
            continue
        reached = {"email": email, "phone": one["phone"]} if email else {"email": "", "phone": phone}
        person = Person.objects.find_or_add(office=old.office, name=one["name"], language=request.language, **reached)
        link = link or proof.start(email=email, person=person, office=old.office, language=request.language, now=now)
        request.person, request.link = person, link
        request.until = None if email else pick_ups.call_by(person, request.window, now)
        request.save(update_fields=["person", "link", "until", "changed_at"])
    return link, {}


def sweep(*, now: datetime) -> None:
    """Start clocks that were not started, and end what nobody has proved in time. Safe to run twice."""
    for link in PickUpRequest.objects.untimed().filter(link__expires__isnull=False).values_list("link", flat=True).distinct()[:500]:
        start_clock(link_id=link, now=now)
    is_over = Q(until__lte=now) | Q(until=None, changed_at__lt=now - UNSENT_HOLD)
    for request in PickUpRequest.objects.filter(is_over, state=State.HELD).order_by("pk")[:500]:
        _expire(request, now)


@transaction.atomic
def _expire(request, now):
    request = pick_ups.locked(request)
    is_unsent = request.until is None and request.changed_at < now - UNSENT_HOLD
    if request.state == State.HELD and (is_unsent or (request.until is not None and request.until <= now)):
        pick_ups.leave(request, State.EXPIRED, now)
