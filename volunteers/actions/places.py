"""The sweep: what nobody rings about is found every minute. Safe to run twice, late, or on two beats at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from bookings import seats
from bookings.models import State
from mailing import proof
from volunteers import cards, emails
from volunteers.actions.proofs import start_clock
from volunteers.actions.sign_ups import UNSENT_HOLD, leave_expired
from volunteers.models import ShiftRole, SignUp

UNPROVED_WAIT = timedelta(days=6)  # in line with an address nobody has proved; a late code is good until then


def sweep(*, now: datetime) -> None:
    """End holds and offers whose time is over, then offer every free place, and put right the cards that a sign-up could not write."""
    for link in set(SignUp.objects.untimed().exclude(link__expires=None).values_list("link", flat=True)[:1000]):
        start_clock(link_id=link, now=now)
    for over in (SignUp.objects.lapsed(now), SignUp.objects.untimed().filter(changed_at__lt=now - UNSENT_HOLD), _unproved_too_long(now)):
        for pk in over.order_by("shift_role_id", "pk").values_list("pk", flat=True)[:1000]:
            leave_expired(pk=pk, now=now)
    for role in _roles_with_room_and_people_waiting(now):
        offer_free_places(shift_role=role, now=now)
    cards.repair_room(now=now)


def _unproved_too_long(now):
    """In line with an address nobody has proved in time, be it because no letter ever left."""
    waiting = SignUp.objects.filter(state=State.WAITLISTED, link__isnull=False)
    return waiting.filter(Q(link__expires__lt=now - UNPROVED_WAIT) | Q(link__expires=None, link__last_letter_at__lt=now - proof.UNSENT_LIFE))


def _roles_with_room_and_people_waiting(now):
    waiting = SignUp.objects.filter(state=State.WAITLISTED, link=None).values("shift_role")
    not_begun = Q(shift=None) | Q(shift__starts__gt=now, shift__cancelled_at=None)
    return ShiftRole.objects.filter(not_begun, pk__in=waiting).filter(Q(capacity=None) | Q(capacity__gt=F("taken") + F("reserved"))).order_by("pk")


@transaction.atomic
def offer_free_places(*, shift_role: ShiftRole, now: datetime) -> list[SignUp]:
    """Offer the free places of one role in order and owe the letters, all in one transaction."""
    offered = seats.offer_free_places(seats=shift_role, bookings=SignUp.objects.filter(shift_role=shift_role), now=now)
    for sign_up in offered:
        emails.waitlist_offer(sign_up, now=now)
    return offered
