"""Giving a helper a link to the check-in of one event, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.letters import registrations as letters
from events.models import DoorLink, Event
from intake import form_keys
from intake.refusal import Refused
from mailing.links import named
from people.models import User


@transaction.atomic
def give(*, event: Event, name: str, email: str, phone: str, language: str, key: str, by: User, now: datetime) -> DoorLink:
    """Make a link for a named helper, once per form key, and mail it where there is an address. Raises Refused when the event is over or off."""
    content = ["door-link", event.pk, name, email, phone, language]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return DoorLink.objects.get(pk=sending.first["link"])
    if event.ends <= now or event.is_cancelled:
        raise Refused(_("This event is over, or does not take place."))
    link = DoorLink.objects.create(event=event, name=name, email=email, phone=phone, language=language, made_by=by, made_at=now)
    if email:
        letters.door_link(link, now=now)
    form_keys.remember(sending, result={"link": link.pk})
    return link


@transaction.atomic
def revoke(*, link: DoorLink, by: User, now: datetime) -> DoorLink:
    """Take a link back: it opens nothing from now on, in no browser. Doing it twice changes nothing more."""
    link, was_good = named.revoke(link, by=by, now=now)
    if was_good:
        letters.no_door_link(link, now=now)
    return link


@transaction.atomic
def pass_on(*, link: DoorLink, successor: User, by: User, now: datetime) -> None:
    """Take a colleague's link back, and give the successor one of their own."""
    revoke(link=link, by=by, now=now)
    letters.door_link(named.for_successor(link, successor=successor, by=by, now=now), now=now)
