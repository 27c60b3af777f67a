"""Making the sign with the QR code for the door of an event, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import seats
from events import door_rules, door_signs
from events.models import DoorLink, DoorSign, Event
from intake import form_keys
from intake.refusal import Refused
from mailing.links import named
from people.models import User


@transaction.atomic
def open_sign(*, event: Event, takes_walk_ins: bool, language: str, key: str, by: User | DoorLink, now: datetime) -> DoorSign:
    """Make the sign, once per form key; an event has one at a time, and staff who make it again put its rules and its time and place right.

    A helper at the door (`by` is a link) makes it where there is none, in the name of whoever gave the link. Raises Refused where there is no
    door: over, called off, put off, or online only.
    """
    is_staff = isinstance(by, User)
    sending = form_keys.use(
        key=key or form_keys.new_key(), browser=f"{'user' if is_staff else 'door'}:{by.pk}", content=["door-sign", event.pk, takes_walk_ins, language], now=now
    )
    if sending.first is not None:
        return DoorSign.objects.select_related("event").get(pk=sending.first["sign"])
    event = seats.lock(event)
    door_rules.check_has_door(event)
    if event.ends <= now:
        raise Refused(_("This event is over."))
    values = {"takes_walk_ins": takes_walk_ins, "language": language, "printed": door_signs.printed(event)}
    sign = door_signs.of(event)
    if sign is None:
        sign = DoorSign.objects.create(event=event, made_by=by if is_staff else by.made_by, made_at=now, **values)
    elif is_staff:
        DoorSign.objects.filter(pk=sign.pk).update(**values)
    form_keys.remember(sending, result={"sign": sign.pk})
    return sign


@transaction.atomic
def close_sign(*, sign: DoorSign, by: User, now: datetime) -> None:
    """Take a sign back: its code opens nothing from now on. Doing it twice changes nothing more."""
    named.revoke(sign, by=by, now=now)
