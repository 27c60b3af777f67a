"""What the office promised at an event: made, and moved on step by step; each change is told to who asked, followed or came.

Lock order: the event, then its commitments.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions import followers
from events.actions.records import hold
from events.letters import records as letters
from events.models import Commitment, CommitmentStep, Event, EventRecord
from intake import form_keys
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from people.models import Office, User

State = Commitment.State


@transaction.atomic
def make(*, event: Event, office: Office, text: str, due: date | None, key: str, by: User, now: datetime) -> Commitment:
    """Write down what an office promised, once per form key. Told at once where the notes are published already, else with them. Raises Refused."""
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["promise", event.pk, office.pk, text, due], now=now)
    if sending.first is not None:
        return Commitment.objects.get(pk=sending.first["commitment"])
    event = hold(event)
    check_no_sensitive_numbers(text, field="text")
    if not event.is_announced:
        raise Refused(_("Only what was announced has promises that everybody can read."), code="state")
    made = Commitment.objects.create(event=event, office=office, text=text, due=due)
    step = CommitmentStep.objects.create(commitment=made, state=State.MADE, text=text, at=now, by=by)
    if EventRecord.objects.filter(event=event, told_at__isnull=False).exists():
        _tell(step, now)
    form_keys.remember(sending, result={"commitment": made.pk})
    return made


@transaction.atomic
def move(*, commitment: Commitment, state: str, text: str, due: date | None, seen: str, key: str, by: User, now: datetime) -> CommitmentStep:
    """Say how a promise goes on, once per form key: its new state, what happened, and the day until which it is promised now.

    `seen` is the state that stood on the page: where somebody else has moved it meanwhile nothing is overwritten. Raises Refused.
    """
    sending = form_keys.use(key=key, browser=f"user:{by.pk}", content=["promise-step", commitment.pk, state, text, due], now=now)
    if sending.first is not None:
        return CommitmentStep.objects.get(pk=sending.first["step"])
    event = hold(commitment.event)
    promise = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    check_no_sensitive_numbers(text, field="text")
    if seen != promise.state:
        told = _("Meanwhile it stands as “%(state)s”. Look at the steps below, then send yours again if it is still right.")
        raise Refused(told % {"state": promise.get_state_display()}, field="state", code="stale")
    if state not in State.values:
        raise Refused(_("Choose how it stands."), field="state")
    if state == State.MADE and promise.state != State.MADE:
        raise Refused(_("It has gone on since it was promised. Choose how it stands now."), field="state")
    promise.event, promise.state, promise.due = event, state, due
    promise.save(update_fields=["state", "due", "changed_at"])
    step = CommitmentStep.objects.create(commitment=promise, state=state, text=text, at=now, by=by)
    _tell(step, now)
    form_keys.remember(sending, result={"step": step.pk})
    return step


def _tell(step, now):
    event = step.commitment.event
    if event.ends <= now or event.state in {Event.State.HELD, Event.State.REPORTED}:  # before that nobody has come
        followers.gather(event=event)
    letters.promise_changed(step, now=now)
