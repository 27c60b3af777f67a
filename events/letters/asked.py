"""What the letters about requests and questions share: the facts of the event, whom to answer, and who in the office hears of something new."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from events import words
from events.models import Event
from intake.phones import spoken_number
from languages import formats
from people import absences


def facts(event: Event) -> dict[str, Any]:
    """Return what each of these letters says about the event: what, when, where, whom to call; a deaf caller dials the relay number first."""
    phone = event.contact_phone or event.office.phone
    return {
        "what": words.title_of(event), "when": formats.plain(words.when(event)), "where": words.where(event), "contact_name": event.contact_name,
        "contact_phone": spoken_number(phone), "contact_tel": phone.as_e164 if phone else "", "relay": event.office.relay,
    }  # fmt: skip


def sample_facts() -> dict[str, Any]:
    """Return invented facts for previews."""
    return {
        "what": _("Listening session in Grove Hall"), "when": formats.weekday_date(timezone.localdate()), "where": "Grove Hall Library, 41 Geneva Ave, 02121",
        "contact_name": "Carla", "contact_phone": "617-555-0142", "contact_tel": "+16175550142", "relay": "711",
    }  # fmt: skip


def until(event: Event) -> datetime | None:
    """Return after when a letter about it is not sent any more: the end of the event, None while it has no new date."""
    return None if event.state == Event.State.POSTPONED else event.ends


SAMPLE_URL = settings.SITE_URL + "/my/link/…/"


def in_lines(text: str) -> SafeString:
    """Return several lines as they stand in the HTML part of a letter."""
    return format_html_join(mark_safe("<br>"), "{}", ([line] for line in text.splitlines()))  # noqa: S308 - a constant


def reply_to(message, record):
    """Answers go to the event's contact, else to the office."""
    event = record.event
    return (event.contact_name, event.contact_email) if event.contact_email else None


def who_answers(event: Event, *, now: datetime) -> list[str]:
    """Return the addresses of whoever answers for an event: its contact, else its leads, else the office; a colleague who is away has a stand-in."""
    return absences.addresses_of_contact(event.contact_email, event.leads, now=now) or [event.office.email]
