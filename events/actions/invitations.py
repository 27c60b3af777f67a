"""Inviting a partner to an event for invited partners, and taking the invitation back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Event, Invitation
from intake.refusal import Refused
from mailing.models import new_nonce
from people.models import PartnerOrganization, User


@transaction.atomic
def invite(*, event: Event, partner: PartnerOrganization, by: User, now: datetime) -> Invitation:
    """Make the link by which a partner registers; inviting twice is one invitation, and after it was taken back a new link. Raises Refused."""
    if partner.office_id != event.office_id:
        raise Refused(_("This partner is known in another office."), field="partner")
    if event.ends <= now or event.state == Event.State.CANCELLED:
        raise Refused(_("This event is over, or does not take place."))
    invitation, is_new = Invitation.objects.select_for_update(of=("self",)).get_or_create(event=event, partner=partner, defaults={"made_by": by})
    if not is_new and invitation.revoked_at is not None:
        invitation.nonce, invitation.revoked_at, invitation.made_by = new_nonce(), None, by
        invitation.save(update_fields=["nonce", "revoked_at", "made_by"])
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Take an invitation back: its link leads nowhere from now on; who has registered stays. Doing it twice changes nothing more."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now)
