"""Addresses that refuse our letters or asked for none, known by a keyed hash only."""

import hashlib
import hmac
from functools import cache

from django.conf import settings
from django.db import connection, transaction

from mailing.models import Suppression
from mailing.reach.addresses import without_addresses
from people.models import Person


def address_hash(address):
    """Return the keyed hash (64 hex digits) by which an address is known after it was forgotten."""
    return hmac.digest(_key(settings.SECRET_KEY), address.strip().lower().encode(), "sha256").hex()


@cache
def _key(secret):
    return hashlib.sha256(f"mailing.suppression{secret}".encode()).digest()  # part of what is stored: it stays when the code moves


def suppressed(addresses):
    """Return those of the addresses that get no letters, with the reason; one query."""
    hashes = {address_hash(address): address for address in addresses if address}
    with connection.cursor() as cursor:
        cursor.execute("SELECT address_hash, reason FROM mailing_suppression WHERE address_hash = ANY(%s)", [list(hashes)])
        return {hashes[key]: reason for key, reason in cursor.fetchall()}


@transaction.atomic
def suppress(*, address, reason, smtp_reply="", now):
    """Send nothing more to an address, and mark everyone who shares it; doing it twice changes nothing."""
    said = {"reason": reason, "smtp_reply": without_addresses(smtp_reply, address)[:300], "created_at": now}
    Suppression.objects.get_or_create(address_hash=address_hash(address), defaults=said)
    Person.objects.behind(address).filter(email_refused_at=None).update(email_refused_at=now)


@transaction.atomic
def lift_known(*, suppression):
    """Send letters again to an address that is known by its hash only: whoever was marked for it is found among those marked."""
    marked = Person.objects.filter(email_refused_at__isnull=False).values_list("email", flat=True).distinct()
    for address in [email for email in marked if address_hash(email) == suppression.address_hash]:
        lift(address=address)
    suppression.delete()


@transaction.atomic
def lift(*, address):
    """Send letters to an address again: the mailbox works, or its owner asked."""
    Suppression.objects.filter(address_hash=address_hash(address)).delete()
    Person.objects.behind(address).update(email_refused_at=None)
