"""What colleagues own in events: the events they lead, where they are the named contact, and their links to the check-in."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions import door_links
from events.models import DoorLink, Event, EventLead
from people import roles
from people.absences import looked_after_by
from people.models import User
from people.owning import OpenThing, Owned, ids_of, register

GOING_ON = [Event.State.DRAFT, Event.State.IN_REVIEW, Event.State.PUBLISHED, Event.State.POSTPONED, Event.State.HELD]  # until it is reported


def register_owned() -> None:
    """Tell the floor of people; called once when the portal starts."""
    register(Owned(covers=("events.event.leads", "events.event_leads.user"), open_of=open_of, pass_on=pass_on, without=without_a_lead))
    roles.register_lead(leads_an_event)


def leads_an_event(user: User) -> bool:
    """Tell whether the user leads an event, or looks after one for a colleague who is away."""
    return EventLead.objects.filter(user__in=looked_after_by(user)).exists()


def going_on() -> models.QuerySet[Event]:
    """Return the events that somebody has to look after."""
    return Event.objects.filter(state__in=GOING_ON)


def open_of(user: User) -> list[OpenThing]:
    """Return what a colleague leads, is named as the contact of, or has a link to the check-in of."""
    led = going_on().filter(leads=user)
    named = going_on().filter(contact_email__iexact=user.email).exclude(pk__in=led.values("pk"))
    links = DoorLink.objects.listed(timezone.now()).filter(email__iexact=user.email).select_related("event")
    return [
        *(_thing(one, _("as its lead")) for one in led.order_by("starts", "pk")),
        *(_thing(one, _("as its contact")) for one in named.order_by("starts", "pk")),
        *(_thing(one.event, _("with the link to the check-in"), one) for one in links.order_by("pk")),
    ]


def _thing(event, role, link=None):
    title = f"{event}, {event.local_starts:%Y-%m-%d}"
    ref = f"{link._meta.label_lower}:{link.pk}" if link else event.ref
    return OpenThing(ref, title, event.office_id, reverse("admin:events_event_change", args=[event.pk]), role)


def pass_on(*, giver: User, successor: User, refs: list[str], by: User, now: datetime) -> None:
    """Put the successor in the giver's place: as lead, as contact, and with a link of their own."""
    ids = ids_of(refs, Event)
    led = EventLead.objects.filter(user=giver, event__in=ids)
    for event in led.order_by("event_id").values_list("event", flat=True):
        EventLead.objects.get_or_create(event_id=event, user=successor)
    led.delete()
    for event in Event.objects.filter(pk__in=ids, contact_email__iexact=giver.email).order_by("pk"):
        event.contact_name, event.contact_email, event.contact_phone = successor.name, successor.email, ""  # the office's number stands there then
        event.save(update_fields=["contact_name", "contact_email", "contact_phone", "changed_at"])
    for link in DoorLink.objects.filter(pk__in=ids_of(refs, DoorLink)).select_related("event").order_by("pk"):
        door_links.pass_on(link=link, successor=successor, by=by, now=now)


def without_a_lead(offices: Iterable[int] | None) -> list[OpenThing]:
    """Return the events that go on and have no lead who can sign in, the soonest first."""
    here = EventLead.objects.filter(event=OuterRef("pk"), user__is_active=True, user__is_staff=True)
    found = going_on().exclude(state=Event.State.DRAFT).filter(~Exists(here))
    if offices is not None:
        found = found.filter(office__in=offices)
    return [_thing(one, one.get_state_display()) for one in found.order_by("starts", "pk")[:200]]
