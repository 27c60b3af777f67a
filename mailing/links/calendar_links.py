"""The private address of somebody's calendar: one for each proved address; a calendar program fetches it, and deleting the row revokes it."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mailing import proof
from mailing.models import AccessLink
from mailing.reach.addresses import email_key

LIFE = timedelta(days=400)
SCOPE = "calendar"


def living(*, addresses, now):
    """Return {address: link} of the calendars that these addresses have."""
    links = AccessLink.objects.filter(purpose=AccessLink.Purpose.CALENDAR, address__in=addresses, expires__gt=now)
    return {link.address: link for link in links}


def make(*, address, office, language, now):
    """Return the calendar link of an address, made when there is none; it is good for 400 days from now."""
    expires = now + LIFE
    fresh = {"scope": SCOPE, "address_key": email_key(address), "office": office, "language": language, "expires": expires, "created_at": now}
    link, _is_new = AccessLink.objects.update_or_create(
        purpose=AccessLink.Purpose.CALENDAR, address=address, defaults={"language": language, "expires": expires}, create_defaults=fresh
    )
    return link


def revoke(*, address):
    """Whoever has this address's calendar link sees nothing from now on."""
    AccessLink.objects.filter(purpose=AccessLink.Purpose.CALENDAR, address=address).delete()


def url(link):
    """Return the absolute address of a calendar, in the language it was made in."""
    with translation.override(link.language):
        return settings.SITE_URL + reverse("calendar_feed", args=[proof.token(link)])


def behind(text, *, now):
    """Return the link whose token this is, or None: wrong, expired and foreign look the same."""
    return proof.link_behind(text, purposes=[AccessLink.Purpose.CALENDAR], now=now)
