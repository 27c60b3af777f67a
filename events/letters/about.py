"""What every letter about an event says of it, in the active language, and who gets the answers."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import words
from events.models import Event
from intake.phones import spoken_number
from languages import formats
from places.directions import directions_to


def facts(event: Event) -> dict[str, Any]:
    """Return what, when, where, what to bring and whom to call, put together once for an event and a language; a deaf caller dials the relay number first."""
    known, language = event.__dict__.setdefault("facts_in", {}), get_language()
    if language not in known:
        known[language] = _facts(event)
    return known[language]


def _facts(event):
    phone = event.contact_phone or event.office.phone
    venue = event.venue if event.mode != Event.Mode.ONLINE else None
    words.put_titles([event])
    return {
        "what": str(event.words.title), "when": formats.plain(words.when(event)), "where": words.where(event), "directions": directions_to(venue) if venue else "",
        "step_free": bool(venue and venue.step_free), "bring": str(event.words.bring), "contact_name": event.contact_name, "contact_phone": spoken_number(phone),
        "contact_tel": phone.as_e164 if phone else "", "relay": event.office.relay,
    }  # fmt: skip


def sample_facts() -> dict[str, Any]:
    """Return invented facts for previews."""
    return {
        "what": _("Listening session in Grove Hall"), "when": formats.weekday_date(timezone.localdate()), "where": "Grove Hall Library, 41 Geneva Ave, 02121",
        "directions": "", "step_free": True, "bring": "", "contact_name": "Carla", "contact_phone": "617-555-0142", "contact_tel": "+16175550142", "relay": "711",
    }  # fmt: skip


def reply_to(message: Any, record: Any) -> tuple[str, str] | None:
    """Answers go to the contact of the event, else (None) to the office."""
    event = record.event
    return (event.contact_name or event.office.name, event.contact_email) if event.contact_email else None
