"""What can change about an event, as facts that two moments are compared by; which of it is always told, and which on request.

A fact that is always told is kept as JSON: a moment as ISO 8601 in UTC, a place by its number. Of the others only the names are kept.
"""

from datetime import UTC
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.models import Event

ASKED = {
    "title": _("What"), "bring": _("Please bring"), "contact": _("Phone for questions"), "join": _("How to join online or by phone"), "officers": _("Police officers"),
    "recorded": _("Recording"), "age": _("Who can come"), "languages": _("Languages"), "supports": _("What we provide"),
}  # fmt: skip
_JOIN = ("online_link", "dial_in", "dial_in_code", "test_link")


def time_and_place(event: Event) -> dict[str, Any]:
    """Return what is always told of an event, without a question; whoever is coming is asked anew then. No query."""
    moments = {name: getattr(event, name).astimezone(UTC).isoformat() for name in ("starts", "ends")}
    return {**moments, "zone": event.time_zone, "venue": event.venue_id, "mode": str(event.mode), "state": str(event.state)}


def others(event: Event) -> dict[str, str]:
    """Return the rest, to compare by; one query, for what is provided."""
    supports = sorted(event.supports.order_by().values_list("kind", "language", "note"))
    return {
        "title": event.title, "bring": event.bring, "contact": f"{event.contact_name}|{event.contact_phone}",
        "join": "|".join(str(getattr(event, name)) for name in _JOIN), "officers": event.officers, "recorded": str(event.is_recorded),
        "age": f"{event.minimum_age}|{event.with_adult}", "languages": ",".join(sorted(event.languages)), "supports": str(supports),
    }  # fmt: skip


def between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return {fact: value before} of what differs."""
    return {fact: value for fact, value in before.items() if after.get(fact, value) != value}
