"""How volunteering answers for what a person holds here: told to the floors below, which know no names."""

from datetime import datetime

from django.urls import reverse

from bookings import wishes
from bookings.models import State
from people.forgetting import register as register_forgetting
from people.models import Person
from people.things import Keeper, found_by_link
from people.things import register as register_things
from volunteers import calendar_entries, eligibility, reminder_times, words
from volunteers.actions import proofs, sign_ups
from volunteers.models import Application, Group, HoursEntry, ServiceLetter, SignUp, StandIn
from volunteers.retention import NO_REASON_KEPT


def register():
    """Tell the floors below about sign-ups; called once when the portal starts."""
    register_things(
        Keeper(
            label="volunteers.signup",
            fetch=words.fetch,
            words=words.thing,
            **found_by_link(SignUp, SignUp.objects.open),
            settle=proofs.settle,
            start_clock=proofs.start_clock,
            readdress=proofs.readdress,
            url=lambda pk: SignUp(pk=pk).get_absolute_url(),
            entries=calendar_entries.of_persons,
            take_over_url=lambda pk: reverse("volunteers:take_over"),
        )
    )
    register_forgetting(forget)
    wishes.register(reminder_times.wanting_none)


def forget(*, person: Person, now: datetime) -> None:
    """Cancel what is still to come, without a letter, and drop what the person wrote; the hours stay in the totals, without a name."""
    for sign_up in SignUp.objects.filter(person=person, state__in=State.OPEN).order_by("shift_role_id", "pk"):
        sign_ups.leave_forgotten(pk=sign_up.pk, now=now)
    SignUp.objects.filter(person=person).update(notes="", reply="", link=None)
    Group.objects.filter(sign_up__person=person).update(name="", names=[])
    Application.objects.filter(person=person).update(note="")
    Application.objects.waiting().filter(person=person).update(state=Application.State.WITHDRAWN)
    StandIn.objects.waiting().filter(person=person).delete()
    list(HoursEntry.objects.filter(person=person).select_for_update().order_by("pk"))  # before the person is held, as whoever decides on them does
    eligibility.hold_hours(person.pk)
    HoursEntry.objects.filter(person=person).update(note="")
    HoursEntry.objects.filter(person=person, state=HoursEntry.State.DECLINED).update(reason=NO_REASON_KEPT)
    HoursEntry.objects.filter(person=person, state=HoursEntry.State.CLAIMED).update(state=HoursEntry.State.WITHDRAWN)
    ServiceLetter.objects.filter(person=person).update(name="")
