"""What colleagues own in drives: the drives they lead, where they are the named contact, what they arrange with donors, and their links to locations."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions import location_links
from donations.models import Arrangement, Drive, DriveLead, LocationLink
from people import roles
from people.absences import looked_after_by
from people.models import User
from people.owning import OpenThing, Owned, ids_of, register

GOING_ON = [Drive.State.DRAFT, Drive.State.OPEN, Drive.State.CLOSING, Drive.State.CLOSED]  # until it is reported


def register_owned() -> None:
    """Tell the floor of people; called once when the portal starts."""
    covers = ("donations.drive.leads", "donations.drive_leads.user", "donations.arrangement.owner")
    register(Owned(covers=covers, open_of=open_of, pass_on=pass_on, without=without_a_lead))
    roles.register_lead(leads_a_drive)


def leads_a_drive(user: User) -> bool:
    """Tell whether the user leads a drive, or looks after one for a colleague who is away."""
    return DriveLead.objects.filter(user__in=looked_after_by(user)).exists()


def going_on() -> models.QuerySet[Drive]:
    """Return the drives that somebody has to look after."""
    return Drive.objects.filter(state__in=GOING_ON)


def open_of(user: User) -> list[OpenThing]:
    """Return what a colleague leads, is named as the contact of, arranges with a donor, or has a link for."""
    led = going_on().filter(leads=user)
    named = going_on().filter(contact_email__iexact=user.email).exclude(pk__in=led.values("pk"))
    arranged = Arrangement.objects.filter(owner=user, state__in=Arrangement.OPEN).select_related("drive")
    links = LocationLink.objects.listed(timezone.now()).filter(email__iexact=user.email).select_related("location__drive")
    return [
        *(_thing(one, one, _("as its lead")) for one in led.order_by("title", "pk")),
        *(_thing(one, one, _("as its contact")) for one in named.order_by("title", "pk")),
        *(_thing(one, one.drive, _("as who arranges a gift")) for one in arranged.order_by("reply_by", "pk")),
        *(_thing(one, one.location.drive, _("with the link for a location")) for one in links.order_by("pk")),
    ]


def _thing(record, drive, role):
    return OpenThing(f"{record._meta.label_lower}:{record.pk}", str(drive), drive.office_id, reverse("admin:donations_drive_change", args=[drive.pk]), role)


def pass_on(*, giver: User, successor: User, refs: list[str], by: User, now: datetime) -> None:
    """Put the successor in the giver's place: as lead, as contact, for what is arranged with donors, and with a link of their own."""
    drives, arrangements = ids_of(refs, Drive), ids_of(refs, Arrangement)
    led = DriveLead.objects.filter(user=giver, drive__in=drives)
    for drive in led.order_by("drive_id").values_list("drive", flat=True):
        DriveLead.objects.get_or_create(drive_id=drive, user=successor)
    led.delete()
    for drive in Drive.objects.filter(pk__in=drives, contact_email__iexact=giver.email).order_by("pk"):
        drive.contact_name, drive.contact_email, drive.contact_phone = successor.name, successor.email, ""  # the office's number stands there then
        drive.save(update_fields=["contact_name", "contact_email", "contact_phone", "changed_at"])
    Arrangement.objects.filter(pk__in=arrangements, owner=giver).update(owner=successor)
    for link in LocationLink.objects.filter(pk__in=ids_of(refs, LocationLink)).select_related("location__drive").order_by("pk"):
        location_links.pass_on(link=link, successor=successor, by=by, now=now)


def without_a_lead(offices: Iterable[int] | None) -> list[OpenThing]:
    """Return the drives that go on and have no lead who can sign in, soonest named first."""
    here = DriveLead.objects.filter(drive=OuterRef("pk"), user__is_active=True, user__is_staff=True)
    found = going_on().exclude(state=Drive.State.DRAFT).filter(~Exists(here))
    if offices is not None:
        found = found.filter(office__in=offices)
    return [_thing(one, one, one.get_state_display()) for one in found.order_by("title", "pk")[:200]]
