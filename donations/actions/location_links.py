"""Giving the people at a location a link to its page, and taking it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from donations import emails
from donations.models import Drive, DropOffLocation, LocationLink
from intake import form_keys
from intake.refusal import Refused
from mailing.links import named
from people.models import User

AFTER = timedelta(days=14)  # goods still come in when the drive has closed


@transaction.atomic
def give(*, location: DropOffLocation, name: str, email: str, phone: str, language: str, key: str, by: User, now: datetime) -> LocationLink:
    """Make a link for a named person, good until two weeks after the drive, or from now where goods still come in, once per form key; mailed where there is an address. Raises Refused."""
    content = ["location-link", location.pk, name, email, phone, language]
    sending = form_keys.use(key=key or form_keys.new_key(), browser=f"user:{by.pk}", content=content, now=now)
    if sending.first is not None:
        return LocationLink.objects.get(pk=sending.first["link"])
    if location.drive.state in {Drive.State.CLOSED, Drive.State.REPORTED}:
        raise Refused(_("This drive is over."))
    closes = good_until(location.drive, now)
    link = LocationLink.objects.create(location=location, name=name, email=email, phone=phone, language=language, closes=closes, made_by=by, made_at=now)
    if email:
        emails.location_link(link, now=now)
    form_keys.remember(sending, result={"link": link.pk})
    return link


def good_until(drive: Drive, now: datetime) -> datetime:
    """Return until when a link that is given now is good (UTC)."""
    return max(drive.closes, now) + AFTER


def follow(drive: Drive, *, now: datetime) -> None:
    """A drive that ends later needs the people at its locations as long: links that are still good last until two weeks after it."""
    good = LocationLink.objects.listed(now).filter(location__drive=drive, closes__lt=good_until(drive, now))
    good.update(closes=good_until(drive, now))


@transaction.atomic
def revoke(*, link: LocationLink, by: User, now: datetime) -> LocationLink:
    """Take a link back: it opens nothing from now on, in no browser. Doing it twice changes nothing more."""
    link, was_good = named.revoke(link, by=by, now=now)
    if was_good:
        emails.no_location_link(link, now=now)
    return link


@transaction.atomic
def pass_on(*, link: LocationLink, successor: User, by: User, now: datetime) -> None:
    """Take a colleague's link back, and give the successor one of their own, good as long."""
    revoke(link=link, by=by, now=now)
    emails.location_link(named.for_successor(link, successor=successor, by=by, now=now), now=now)
