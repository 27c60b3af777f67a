"""Pictures of opportunities, drives and events for messengers and social sites: what they say, where they lie, what they say aloud."""

import hashlib
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi

from outreach import items
from outreach.items import Item
from places.models import City
from sharing.cards import DRAWING, Card, Colors


def card_of(item: Item) -> Card:
    """Return the card of an item in the active language, in the city's colors. One query."""
    city = City.objects.only("brand_dark", "brand", "brand_accent").first()
    colors = Colors(city.brand_dark, city.brand, city.brand_accent) if city else Colors()
    return Card(
        label=item.label, title=item.title, when=item.when, where=item.where, office=item.office, address=settings.SITE_HOST, language=get_language(),
        is_rtl=get_language_bidi(), is_off=item.is_off, colors=colors,
    )  # fmt: skip


def alt_of(item: Item) -> str:
    """Return what the picture says, for whoever does not see it."""
    return " · ".join(part for part in (item.label, item.title, item.when, item.where, item.office) if part)


def address_of(record: Any, shape: str, *, said: str = "") -> str:
    """Return the full address of a record's picture in the active language; it changes when the record does, or what is `said` on it.

    Messengers keep a picture for weeks under its address, and ask for a new address at once.
    """
    url = reverse("outreach:card", args=[items.kind_of(record), record.slug, shape])
    version = hashlib.blake2b(f"{DRAWING}\x1f{record.changed_at.timestamp()}\x1f{said}".encode("utf-8", "replace"), digest_size=5).hexdigest()
    return f"{settings.SITE_URL}{url}?v={version}"
