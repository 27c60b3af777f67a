"""Who leads an event sees their own, whatever else they may do: told to the floor of people."""

from events.models import EventLead
from people import roles
from people.absences import looked_after_by
from people.models import User


def register() -> None:
    """Tell the floor below; called once when the portal starts."""
    roles.register_lead(leads_an_event)


def leads_an_event(user: User) -> bool:
    """Tell whether the user leads an event, or looks after one for a colleague who is away."""
    return EventLead.objects.filter(user__in=looked_after_by(user)).exists()
