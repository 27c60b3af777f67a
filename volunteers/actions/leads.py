"""Giving one opportunity to one person, without handing over the database."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from intake.refusal import Refused
from people.actions import entrance, known_colleague
from people.handing_over import tell
from people.models import User
from volunteers import leading
from volunteers.models import Opportunity
from volunteers.models.opportunities import OpportunityLead


@transaction.atomic
def give(*, opportunity: Opportunity, email: str, name: str, note: str, instead: bool, may_let_in: bool, by: User, now: datetime) -> User:
    """Let one person lead this opportunity and nothing else; somebody new gets an account without any role. They are written to.

    `instead`: the leads it had until now do not lead it any more; `may_let_in`: the giver is of the office, and may make that account.
    A lead makes way themself and nobody else. Doing it twice changes nothing more. Raises Refused.
    """
    opportunity = Opportunity.objects.select_for_update().get(pk=opportunity.pk)
    if not leading.going_on(now).filter(pk=opportunity.pk).exists():
        raise Refused(_("This is over or called off. There is nothing left to lead."))
    if not may_let_in and not User.objects.filter(email=email.strip().lower(), is_staff=True, is_active=True).exists():
        raise Refused(_("Only the office can let somebody new in. Choose somebody who signs in here already, or ask the office."), field="email")
    user = known_colleague(email=email, name=name)
    _link, is_new = OpportunityLead.objects.get_or_create(opportunity=opportunity, user=user)
    if instead:
        others = OpportunityLead.objects.filter(opportunity=opportunity).exclude(user=user)
        (others if may_let_in else others.filter(user=by)).delete()
    if is_new:
        things = [thing for thing in leading.open_of(user) if thing.ref == f"volunteers.opportunity:{opportunity.pk}"]
        tell(user, things, giver=None, note=note, by=by, entrance="" if user.has_usable_password() else entrance(user))
    return user
