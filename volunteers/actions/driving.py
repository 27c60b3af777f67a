"""A role that drives a pick-up run: who is confirmed in it is the run's driver, which the database sees to (volunteers.triggers)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from donations.models import PickUpRun
from intake.refusal import Refused
from people.models import User
from volunteers.models import Shift, ShiftRole


def let_runs_go(shifts: Iterable[Shift]) -> None:
    """A run is driven on its own day: roles of shifts that are on another day by now drive it no more, and the office finds it without a driver."""
    driving = ShiftRole.objects.filter(shift__in=shifts).exclude(run=None).select_related("run", "shift").order_by("pk")
    other = [role.pk for role in driving if role.shift.local_starts.date() != role.run.day]
    ShiftRole.objects.filter(pk__in=other).update(run=None)


@transaction.atomic
def give_run(*, shift_role: ShiftRole, run: PickUpRun | None, by: User, now: datetime) -> ShiftRole:
    """Let a role of a shift drive a run of that day, or no run any more. Twice changes nothing. Raises Refused."""
    role = seats.lock(shift_role)
    if run is not None:
        if role.shift is None or role.shift.local_starts.date() != run.day:
            raise Refused(_("This run is on another day than the shift."), field="run")
        if run.drive.office_id != role.opportunity.office_id:
            raise Refused(_("This run belongs to another office."), field="run")
        if run.state not in {PickUpRun.State.PLANNED, PickUpRun.State.ON_THE_WAY}:
            raise Refused(_("This run is over or called off. Nothing was changed."), field="run")
    if role.run_id != (run and run.pk):
        role.run = run
        role.save(update_fields=["run"])
    return role
