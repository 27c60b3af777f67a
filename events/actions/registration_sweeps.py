"""The sweep: what nobody rings about is found every minute. Safe to run twice, late, or on two beats at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from bookings.models import State
from events.actions import attending, guardians
from events.actions.registration_proofs import start_clock
from events.models import Event, Registration
from mailing import proof

UNPROVED_WAIT = timedelta(days=6)  # in line with an address nobody has proved; a late code is good until then


def sweep(*, now: datetime) -> None:
    """End holds, offers and waits for a guardian whose time is over, then offer every free place; guardians whose time is nearly over are reminded."""
    for link in set(Registration.objects.untimed().exclude(link__expires=None).values_list("link", flat=True)[:1000]):
        start_clock(link_id=link, now=now)
    untimed = Registration.objects.untimed().filter(changed_at__lt=now - attending.UNSENT_HOLD)
    for over in (Registration.objects.lapsed(now), untimed, _unproved_too_long(now)):
        for pk in over.order_by("event_id", "pk").values_list("pk", flat=True)[:1000]:
            attending.leave_expired(pk=pk, now=now)
    for event in _events_with_room_and_people_waiting(now):
        offer_free_places(event=event, now=now)
    guardians.sweep(now=now)


def _unproved_too_long(now):
    """In line with an address nobody has proved in time, be it because no letter ever left."""
    waiting = Registration.objects.filter(state=State.WAITLISTED, link__isnull=False)
    return waiting.filter(Q(link__expires__lt=now - UNPROVED_WAIT) | Q(link__expires=None, link__last_letter_at__lt=now - proof.UNSENT_LIFE))


def _events_with_room_and_people_waiting(now):
    waiting = Registration.objects.filter(state=State.WAITLISTED, link=None).values("event")
    has_room = Q(capacity=None) | Q(capacity__gt=F("taken") + F("reserved"))
    return Event.objects.filter(has_room, pk__in=waiting, state=Event.State.PUBLISHED, starts__gt=now).order_by("pk")


@transaction.atomic
def offer_free_places(*, event: Event, now: datetime) -> None:
    """Offer the free places of one event in order and owe the letters, all in one transaction."""
    attending.offer(event, now)
