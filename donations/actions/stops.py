"""What a driver notes at a stop: on the way there, collected, partly, missed. The actor is staff, or the run itself: its driver with the link."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from donations import emails, run_order
from donations import pick_up_rules as rules
from donations.actions import goods, pick_ups
from donations.actors import Actor, holder_of
from donations.models import Donation, PickUpRequest, PickUpRun
from intake import form_keys
from intake.models import FormKey
from intake.refusal import Refused
from mailing import letters
from people.models import Person

State = PickUpRequest.State
PLANNED = {State.SCHEDULED, State.ASSIGNED}
MARKS = [State.COLLECTED, State.PARTLY, State.MISSED]
SECOND_THOUGHTS = timedelta(minutes=5)  # a slip of the finger is put right before a letter says it
LATEST = timedelta(hours=2)  # “on the way” is of no use so long after the time


@transaction.atomic
def mark(
    *, stop: PickUpRequest, run: PickUpRun, state: str, seen: str = "", left: str = "", counts: dict[int, int] | None = None, key: str, by: Actor, now: datetime
) -> PickUpRequest:
    """Note what came of a stop, once per form key, however late it arrives: a phone may have been without a connection.

    `seen` is the state that stood there when it was pressed: what somebody else has noted meanwhile stays, and whoever pressed is
    told. The same form with other values, from a browser that went back, puts right what it noted before. `left` says what is still
    there (partly); `counts` is {need id: how many} where it was counted. Back to planned is possible until goods are booked. Raises Refused.
    """
    content, key = ["stop", stop.pk, state, seen, left, sorted((counts or {}).items())], key or form_keys.new_key()
    sending = form_keys.use(key=key, browser=holder_of(by), content=content, now=now)
    stop = pick_ups.locked(stop)
    if sending.first is not None:
        return stop
    is_put_right = sending.key != key and _stands_as_noted(stop, key)
    _check(stop, run, state, "" if is_put_right else seen, now)
    if (is_put_right or stop.state != state) and not (stop.state in PLANNED and state in PLANNED):
        rules.check_texts(left=left)
        _take_back(stop, by, now)
        _note(stop, state, now)
        _tell(stop, left, now)
        _book(stop, counts, by, form_keys.derived(sending.key, "goods"), now)
        form_keys.remember(form_keys.Sending(key), result={"noted": stop.changed_at.isoformat()})
    elif sending.key != key and stop.state in MARKS:
        raise _meanwhile(stop)
    return stop


def _stands_as_noted(stop, key):
    """Tell whether nobody has noted anything else since this form was sent last."""
    return FormKey.objects.values_list("result", flat=True).get(key=key).get("noted") == stop.changed_at.isoformat()


def _check(stop, run, state, seen, now):
    if stop.window is None or stop.window.run_id != run.pk or stop.state not in run_order.STOPS:
        raise Refused(_("This stop is not on this run any more. Please load the page again."), code="meanwhile")
    if stop.window.run.state == PickUpRun.State.CANCELLED:
        raise Refused(_("This run was called off. Please load the page again."), code="meanwhile")
    if state not in MARKS and state not in PLANNED:
        raise Refused(_("Choose what to note."))
    if seen and stop.state not in {seen, state} and not (seen in PLANNED and stop.state in PLANNED):
        raise _meanwhile(stop)
    if now.astimezone(run.drive.zone).date() < run.day:
        raise Refused(_("Stops are noted from the day of the run on."))


def _meanwhile(stop):
    said = _("Somebody else has noted “%(state)s” here meanwhile, so yours was not saved. Press again if yours is right.")
    return Refused(said % {"state": stop.get_state_display()}, code="meanwhile")


def _take_back(stop, by, now):
    """What followed from the mark before is undone, as long as nobody has built on it."""
    if stop.state in PLANNED:
        return
    for donation in Donation.objects.filter(pick_up=stop).select_related("location").order_by("pk"):
        goods.take_back(donation=donation, by=by, now=now)
    for rest in stop.rests.open().select_for_update().order_by("pk"):
        if rest.state != State.REQUESTED:
            raise Refused(_("The pick-up of the rest is planned already. Please call the office to change this."), code="booked")
        pick_ups.leave(rest, State.CANCELLED, now)
    letters.cancel(about=[stop.ref], kinds=["pick_up_missed", "pick_up_partly"], now=now)


def _note(stop, state, now):
    run = stop.window.run
    if state in PLANNED:
        state = State.ASSIGNED if run.driver_id else State.SCHEDULED
    stop.state = State(state)
    stop.save(update_fields=["state", "changed_at"])
    if state in MARKS:
        Person.objects.filter(pk=stop.person_id).update(active_at=now)
    is_done = not PickUpRequest.objects.filter(window__run=run, state__in=PLANNED).exists()
    set_state(run, PickUpRun.State.DONE if is_done else PickUpRun.State.ON_THE_WAY, now)


def set_state(run, state, now):
    """A run is on the way from the first thing that is noted, and done when no stop is left."""
    if run.state != state:
        run.state, run.started_at = state, run.started_at or now
        run.save(update_fields=["state", "started_at", "changed_at"])


def _tell(stop, left, now):
    due = now + SECOND_THOUGHTS
    if stop.state == State.MISSED:
        emails.pick_up_missed(stop, due=due, now=now)
    if stop.state == State.PARTLY:
        _open_rest(stop, left)
        emails.pick_up_partly(stop, due=due, now=now)


def _open_rest(stop, left):
    """The rest is a request of its own, for the office to find a time."""
    fields = (
        "drive", "person", "pledge", "organization", "address", "zip", "neighborhood", "lat", "lng", "size", "stairs", "leave_outside", "notes", "language"
    )  # fmt: skip
    PickUpRequest.objects.create(**{field: getattr(stop, field) for field in fields}, what=left.strip() or stop.what, state=State.REQUESTED, after=stop)


def _book(stop, counts, by, key, now):
    """Goods are booked in where they are brought, as far as they were counted; what was not is counted there. Each mark books its own."""
    run = stop.window.run
    lines = {need: quantity for need, quantity in (counts or {}).items() if quantity}
    if stop.state in {State.COLLECTED, State.PARTLY} and lines and run.to_id:
        goods.receive(
            location=run.to, lines=lines, source=Donation.Source.PICK_UP, pledge=stop.pledge, pick_up=stop, person=stop.person,
            organization=stop.organization, by=by, key=key, now=now,
        )  # fmt: skip


@transaction.atomic
def on_the_way(*, stop: PickUpRequest, run: PickUpRun, key: str, by: Actor, now: datetime) -> PickUpRequest:
    """The driver is on the way to this stop: its donor is told, once. Raises Refused."""
    sending = form_keys.use(key=key or form_keys.new_key(), browser=holder_of(by), content=["on-the-way", stop.pk], now=now)
    stop = pick_ups.locked(stop)
    if sending.first is not None or (stop.told_on_the_way_at and stop.state in PLANNED):
        return stop
    _check(stop, run, State.ASSIGNED, "", now)
    if stop.state not in PLANNED:
        raise Refused(_("Something was noted for this stop already."), code="meanwhile")
    stop.told_on_the_way_at = now
    stop.save(update_fields=["told_on_the_way_at", "changed_at"])
    set_state(stop.window.run, PickUpRun.State.ON_THE_WAY, now)
    emails.pick_up_on_the_way(stop, expires=max(stop.window.ends, now) + LATEST, now=now)
    return stop
