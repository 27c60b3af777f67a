"""Staff who lead single opportunities see those, whatever role they have elsewhere."""

from people import roles
from people.absences import looked_after_by
from volunteers.models.opportunities import OpportunityLead


def register():
    """Tell the floor of people how to ask whether somebody leads something here."""
    roles.register_lead(leads_an_opportunity)


def leads_an_opportunity(user):
    """Tell whether the user leads an opportunity, or looks after one for a colleague who is away."""
    return OpportunityLead.objects.filter(user__in=looked_after_by(user)).exists()
