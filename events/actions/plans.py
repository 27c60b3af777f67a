"""The plan before an event and the review after it, on the same fields; the last review is read first."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import EngagementPlan, Event
from intake.admin import steps_of
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers
from people.models import User

# What is planned, and what of it is looked at afterwards: the same five things.
PAIRS = (
    ("who", "who_came"),
    ("how_they_hear", "how_they_heard"),
    ("supports", "supports_used"),
    ("decision", "what_happened"),
)
CHANGE = "change_next_time"
PLAN = tuple(before for before, _after in PAIRS)
REVIEW = (*(after for _before, after in PAIRS), CHANGE)


@dataclass(frozen=True)
class LastReview:
    """What was learned last time, and from which event."""

    event: Event
    plan: EngagementPlan


@transaction.atomic
def write(*, event: Event, values: dict[str, str], seen: str, by: User, now: datetime) -> EngagementPlan:
    """Write fields of the plan or of the review; `seen` is the version the form was shown with (`version_of`).

    Raises Refused when somebody else has changed it meanwhile: nothing is overwritten.
    """
    for name, text in values.items():
        if name not in (*PLAN, *REVIEW):
            raise Refused(_("This is no field of the plan."))
        check_no_sensitive_numbers(text, field=name)
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)  # the first who writes makes the plan
    plan = EngagementPlan.objects.filter(event=event).first() or EngagementPlan(event=event)
    _check_fresh(plan, seen, values)
    for name, text in values.items():
        setattr(plan, name, text)
    if any(values.get(name) for name in PLAN) and plan.planned_at is None:
        plan.planned_at = now
    if any(values.get(name) for name in REVIEW):
        plan.reviewed_at, plan.reviewed_by = plan.reviewed_at or now, by
    plan.save()
    return plan


def version_of(plan: EngagementPlan | None) -> str:
    """Return which version of a plan a form was shown with."""
    return plan.changed_at.isoformat() if plan is not None and plan.pk else ""


def _check_fresh(plan, seen, values):
    differs = any(getattr(plan, name) != text for name, text in values.items())
    if plan.pk and differs and seen != version_of(plan):
        who = next((step.who for step in steps_of(plan) if step.who), "") or _("Somebody")
        said = _("%(who)s changed the plan while you were writing. Nothing was overwritten, and what you wrote is still here. Look at both, then save again.")
        raise Refused(said % {"who": who}, code="stale")


def last_review(event: Event) -> LastReview | None:
    """Return the review of the last event like this one: of the same board, else of the same series, else of the same kind in the same office."""
    reviewed = EngagementPlan.objects.filter(reviewed_at__isnull=False, event__starts__lt=event.starts).exclude(event=event)
    reviewed = reviewed.select_related("event", "reviewed_by").order_by("-event__starts", "-pk")
    alike = [{"event__board": event.board_id}] if event.board_id else []
    alike += [{"event__series": event.series_id}] if event.series_id else []
    for same in [*alike, {"event__office": event.office_id, "event__kind": event.kind}]:
        if plan := reviewed.filter(**same).first():
            return LastReview(plan.event, plan)
    return None
