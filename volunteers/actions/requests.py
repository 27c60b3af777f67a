"""A place that waits for somebody else's yes: the office, a guardian, or a requirement to be met. It is kept meanwhile."""

from datetime import datetime

from django.db import transaction

from bookings import seats
from bookings.deadlines import decided_by, kept_until
from bookings.models import State
from people import met
from people.models import User
from volunteers import conditions, emails
from volunteers.actions import sign_ups
from volunteers.models import Application, SignUp


def state_for(sign_up, now):
    """Return (state, what is missing) of somebody who gets a place now; what was agreed to on the form is signed first."""
    _sign(sign_up, now)
    gaps = conditions.missing(sign_up, now)
    return (State.REQUESTED if gaps else State.CONFIRMED), gaps


def seat(sign_up, now):
    """Give a stored sign-up its place: confirmed, or kept until what is missing is clear. Returns what is missing. Raises Full."""
    state, gaps = state_for(sign_up, now)
    seats.occupy(booking=sign_up, state=state, now=now)
    if gaps:
        sign_up.until = until(sign_up, gaps, now)
        sign_up.save(update_fields=["until", "changed_at"])
    return gaps


def tell(sign_up, gaps, *, now):
    """Write what came of it: “you are signed up”, or what is still missing, to whoever has to say yes."""
    if sign_up.state != State.REQUESTED:
        emails.placed(sign_up, now=now)
        return
    kinds = {gap.kind for gap in gaps}
    if conditions.APPROVAL in kinds:
        _apply(sign_up, now)
    if conditions.GUARDIAN in kinds and sign_up.consent_id:
        emails.guardian_asked(sign_up, now=now)
    emails.requested(sign_up, now=now)


def until(sign_up, gaps, now):
    """Return until when the place is kept (UTC): three days, or as long as the office takes to decide, but two hours before the start at the latest.

    None: open-ended work that only waits for the office. What is asked for within those two hours is kept until the start.
    """
    starts = sign_up.shift_role.shift and sign_up.shift_role.shift.starts
    if all(gap.kind == conditions.APPROVAL for gap in gaps):
        return decided_by(now=now, starts=starts)
    return kept_until(now=now, starts=starts)


def keep_anew(shifts, now):
    """These shifts have another time or place: what waits for a yes is kept as if it were asked for now. Only who waits is looked at, one by one."""
    waiting = SignUp.objects.filter(shift__in=shifts, state=State.REQUESTED)
    found = list(waiting.select_related("shift_role__opportunity", "shift_role__shift").order_by("shift_role_id", "pk"))
    for sign_up in found:
        sign_up.until = until(sign_up, conditions.missing(sign_up, now), now)
    waiting.bulk_update(found, ["until"], batch_size=200)  # not of whoever was answered meanwhile


def _sign(sign_up, now):
    """For a young person the guardian signs, with the consent."""
    text = sign_up.waiver_text
    if text is not None and (not conditions.needs_guardian(sign_up) or conditions.has_consent(sign_up)):
        met.sign(person=sign_up.person, text=text, name=sign_up.person.name, language=sign_up.language, how=met.How.ONLINE, by=None, now=now)


def _apply(sign_up, now):
    application, is_new = Application.objects.get_or_create(
        opportunity_id=sign_up.shift_role.opportunity_id, person=sign_up.person, defaults={"created_at": now}
    )
    if not is_new and application.state != Application.State.APPROVED:
        application.state, application.decided_by, application.decided_at, application.created_at = Application.State.APPLIED, None, None, now
        application.save(update_fields=["state", "decided_by", "decided_at", "created_at"])


def approve_with(sign_up, *, by, now):
    """Staff who give somebody a place have approved them for the work."""
    if sign_up.shift_role.opportunity.approval:
        decided = {"state": Application.State.APPROVED, "decided_by": by, "decided_at": now}
        same = {"opportunity": sign_up.shift_role.opportunity, "person": sign_up.person}
        Application.objects.update_or_create(**same, defaults=decided, create_defaults={**decided, "created_at": now})


@transaction.atomic
def look_again(*, sign_up: SignUp, by: User | None, now: datetime) -> SignUp:
    """Confirm a kept place when nothing is missing any more; else leave it as it is. Safe to run twice."""
    sign_up = sign_ups.locked(sign_up)
    if sign_up.state != State.REQUESTED or sign_up.link_id or _is_off(sign_up, now):
        return sign_up
    if not conditions.missing(sign_up, now):
        seats.occupy(booking=sign_up, state=State.CONFIRMED, now=now)
        emails.placed(sign_up, now=now)
    return sign_up


def _is_off(sign_up, now):
    shift = sign_up.shift_role.shift
    return sign_up.shift_role.is_cancelled or (shift is not None and shift.starts <= now)


def look_again_at(sign_ups_waiting, *, by, now):
    """Look again at several sign-ups, in the order in which roles are locked."""
    for sign_up in sign_ups_waiting.filter(state=State.REQUESTED, link=None).order_by("shift_role_id", "pk"):
        look_again(sign_up=sign_up, by=by, now=now)


def sweep(*, now: datetime) -> None:
    """Confirm whatever became clear without anybody ringing: a requirement noted on another page, or by an import. Remind guardians whose time is nearly over.

    Safe to run twice. Looked at without a lock first: who still waits holds nobody up, minute after minute.
    """
    waiting = SignUp.objects.filter(state=State.REQUESTED, link=None).select_related("shift_role__opportunity", "shift_role__shift", "consent__guardian")
    clear, unanswered = [], []
    for sign_up in waiting.order_by("pk"):
        kinds = {gap.kind for gap in conditions.missing(sign_up, now)}
        if not kinds:
            clear.append(sign_up.pk)
        elif conditions.GUARDIAN in kinds and not _is_off(sign_up, now):
            unanswered.append(sign_up)
    look_again_at(SignUp.objects.filter(pk__in=clear), by=None, now=now)
    emails.guardians_reminded(unanswered, now=now)
