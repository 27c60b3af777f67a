"""The letter of an invitation: what is owed, and to which address."""

from datetime import datetime

from events.models import Invitation
from mailing import letters

KIND = "event_invitation"


def invited(invitation: Invitation, *, now: datetime) -> None:
    """“You are invited”; the number of the letter tells one sending from the next."""
    event = invitation.event
    letters.send_to_address(
        KIND, address=invitation.email, office=event.office_id, language=invitation.language, about=invitation, now=now, period=str(invitation.letters),
        expires=event.starts,
    )  # fmt: skip


def uninvited(invitation: Invitation, *, now: datetime) -> None:
    """A letter that has not left yet is not sent."""
    letters.cancel(about=[invitation], kinds=[KIND], now=now)
