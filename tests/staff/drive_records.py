"""One record of drives for every parameter of a staff address."""

from datetime import timedelta

from django.utils import timezone

from donations.actions.goods import hand_over, receive
from donations.models import Arrangement, DropOffWindow, LocationLink
from people.models import PartnerOrganization
from sharing.models import TrackedLink
from tests import goods


def all_of(office, *, by, person):
    """Return the records by the names of their models, all of this office."""
    return {**_of_a_drive(office), **_goods_of(office, by), **_pick_ups(office, person), **_promised(office, person)}


def _of_a_drive(office):
    drive = goods.drive(office=office)
    need, at = goods.need(drive), goods.location(drive)
    return {
        "drive": drive, "item": need.item, "need": need, "dropofflocation": at, "locationclosure": at.closures.create(day="2026-11-26"), "trackedlink": TrackedLink.objects.create(target="/donate/", channel="radio"),
    }  # fmt: skip


def _promised(office, person):
    drive = goods.drive(office=office, slug="winter-coats")
    need = goods.need(drive, name="Coats")
    window = DropOffWindow.objects.create(location=goods.location(drive), starts=timezone.now(), ends=timezone.now() + timedelta(hours=1), capacity=2)
    arrangement = Arrangement.objects.create(drive=drive, kind="box", person=person, reply_by="2026-12-04", state="asked")
    return {"drive": drive, "item": need.item, "pledge": goods.pledge({need: 1}, who=person), "arrangement": arrangement, "dropoffwindow": window}


def _goods_of(office, by):
    need = goods.need(goods.drive(office=office))
    location, now = goods.location(need.drive), timezone.now()
    donation = receive(location=location, lines={need.pk: 3}, source="walk_in", by=by, key="", now=now)
    partner = PartnerOrganization.objects.get_or_create(office=office, name="Pantry")[0]
    link = LocationLink.objects.create(location=location, name="Vera Lopez", made_by=by, made_at=now, closes=now + timedelta(days=1))
    given = hand_over(location=location, partner=partner, lines={need.pk: 1}, by=by, key="", now=now)
    return {"donation": donation, "handover": given, "locationlink": link}


def _pick_ups(office, person):
    drive = goods.drive(office=office, offers_pick_up=True)
    run = goods.run(drive, starts=timezone.now() + timedelta(days=3), driver=person)
    window = run.windows.get()
    request = goods.pick_up(drive, who=person, window=window, state="assigned")
    return {"drive": drive, "pickuprun": run, "pickupwindow": window, "pickuprequest": request, "item": goods.need(drive).item}
