"""What the letters about registrations, requests and questions share: the facts of the event, whom to answer, and who in the office hears of something new."""

from datetime import datetime

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from events.models import Event
from people import absences


def until(event: Event) -> datetime | None:
    """Return after when a letter about it is not sent any more: the end of the event, None while it has no new date."""
    return None if event.state == Event.State.POSTPONED else event.ends


SAMPLE_URL = settings.SITE_URL + "/my/link/…/"


def in_lines(text: str) -> SafeString:
    """Return several lines as they stand in the HTML part of a letter."""
    return format_html_join(mark_safe("<br>"), "{}", ([line] for line in text.splitlines()))  # noqa: S308 - a constant


def who_answers(event: Event, *, now: datetime) -> list[str]:
    """Return the addresses of whoever answers for an event: its contact, else its leads, else the office; a colleague who is away has a stand-in."""
    return absences.addresses_of_contact(event.contact_email, event.leads, now=now) or [event.office.email]
