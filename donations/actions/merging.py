"""Two people become one: their promises and times change hands, and what both promised alike counts once, as staff said."""

from django.utils.translation import gettext as _

from donations.actions import pledges
from donations.models import Appointment, Arrangement, DropOffWindow, PickUpRequest, Pledge
from donations.same_gifts import of_both
from intake.refusal import Refused
from people.merging import Merge
from people.models import Person


def hold(persons: list[int]) -> None:
    """Lock what a promise locks before its person, in that order: needs, pledges, times."""
    if len(set(persons)) > 1:
        alike = of_both(*(Person(pk=pk) for pk in persons))
        ids = [pledge.pk for both in alike for pledge in [*both.kept, *both.gone]]
        pledges.hold_needs(ids)
        list(Pledge.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
        list(DropOffWindow.objects.select_for_update(of=("self",)).filter(appointments__pledge__in=ids).order_by("pk").values_list("pk"))


def move_pledges(merge: Merge) -> None:
    """Of what both promised alike what was chosen stays, the other is withdrawn without a letter; the rest moves whole. Raises Refused."""
    _check_nothing_waits(merge)
    for both in of_both(merge.kept, merge.gone):
        for pledge in both.leave(merge.chosen[both.key]):
            pledges.leave(pledges.locked(pledge), Pledge.State.WITHDRAWN, merge.now)
    for model in (Appointment, Pledge):
        model.objects.filter(person=merge.gone).update(person=merge.kept)


def _check_nothing_waits(merge):
    """A code that went to an address which is not kept would confirm a promise, a pick-up or an offer of somebody who may not own it."""
    for model in (Pledge, PickUpRequest, Arrangement):
        waiting = model.objects.filter(state=model.State.HELD, link__isnull=False, person__in=[merge.kept, merge.gone])
        if waiting.exclude(link__address__in=["", merge.values["email"]]).exists():
            raise Refused(
                _("A promise of theirs still waits for the code that went to the other address. Keep that address, or wait until it is confirmed or over."),
                field="email", code="waits",
            )  # fmt: skip
