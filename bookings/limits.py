"""How much one address may hold: the same limits wherever people book."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import BookingQuerySet, State
from intake.refusal import Refused
from people.models import Office

HELD_AT_ONCE = 10  # bookings that one unproved address may hold at a time


def check_party(party_size: int, office: Office, *, is_group: bool = False) -> None:
    """A party is no larger than the office lets one address bring, and a group no larger than the office lets groups be. Raises Refused."""
    limit = office.places_per_group if is_group else office.places_per_address
    if party_size > limit:
        raise Refused(
            ngettext(
                "You can sign up %(limit)s person at a time. For a larger group, please call us.",
                "You can sign up at most %(limit)s people at a time. For a larger group, please call us.",
                limit,
            )
            % {"limit": limit},
            field="party_size",
        )


def check_held(bookings: BookingQuerySet, email: str, phone: str) -> None:
    """One unproved address or number holds only so many of these bookings at a time. Raises Refused."""
    same = Q(person__email=email) if email else Q(person__email="", person__phone=phone)
    if bookings.filter(same, state=State.HELD, link__isnull=False)[:HELD_AT_ONCE].count() >= HELD_AT_ONCE:
        raise Refused(_("This address is holding many places that are not confirmed yet. Please confirm those first."), field="email", code="too_many")
