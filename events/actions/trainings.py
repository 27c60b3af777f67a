"""A training that was attended meets the requirement it names: noted for everybody who was there, once."""

from datetime import datetime

from django.db import transaction

from bookings.models import State
from events.models import Event, Registration
from people import met
from people.models import PersonRequirement, User


@transaction.atomic
def note_attended(*, event: Event, by: User, now: datetime) -> int:
    """Note the requirement of a training as met for all who attended and have not met it that day; returns for how many. Twice changes nothing more.

    Of a sensitive event nothing is noted: nobody's record says that they were there.
    """
    if event.meets_id is None or event.is_sensitive:
        return 0
    day = event.local_starts.date()
    good = PersonRequirement.objects.met_on(day).filter(requirement=event.meets_id, met_on__gte=day)
    attended = Registration.objects.filter(event=event, state=State.ATTENDED, link=None, person__forgotten_at=None).exclude(person__in=good.values("person"))
    found = list(attended.select_related("person").order_by("person"))
    for registration in found:
        met.note(person=registration.person, requirement=event.meets, state=PersonRequirement.State.MET, met_on=day, by=by, now=now)
    return len(found)
