"""An event as search engines and messengers read it: schema.org `Event` as JSON-LD, and the words for Open Graph tags."""

import json
from datetime import datetime

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from events.browsing.event_page import moved_online, web_link
from events.models import Event

SCHEMA = "https://schema.org"
MODES = {
    Event.Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Event.Mode.ONLINE: "OnlineEventAttendanceMode",
    Event.Mode.HYBRID: "MixedEventAttendanceMode",
}
# What must not stand in a script element of HTML, in JSON's own writing (HTML 4.12.1.3, as Django's json_script does).
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(event: Event, now: datetime) -> SafeString:
    """Return the script element with the event, whose words are already translated; nothing of it ends the element, whatever is typed."""
    text = json.dumps(described(event, now), ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped just above


def described(event: Event, now: datetime) -> dict:
    """Return the event as schema.org describes it (https://schema.org/Event), times with their offset."""
    url = settings.SITE_URL + event.get_absolute_url()
    found = {
        "@context": SCHEMA, "@type": "Event", "@id": url, "url": url, "name": event.words.title.text, "description": event.words.purpose.text,
        "startDate": event.local_starts.isoformat(), "endDate": event.local_ends.isoformat(), "eventStatus": f"{SCHEMA}/{status(event)}",
        "eventAttendanceMode": f"{SCHEMA}/{MODES[event.mode]}", "isAccessibleForFree": True, "location": _location(event, url),
        "organizer": {"@type": "GovernmentOrganization", "name": event.office.name, "url": settings.SITE_URL},
    }  # fmt: skip
    if event.languages:
        found["inLanguage"] = list(event.languages)
    if event.postponed_from:
        found["previousStartDate"] = event.postponed_from.astimezone(event.zone).isoformat()
    if event.capacity is not None and not event.is_public_meeting:
        found["maximumAttendeeCapacity"] = event.capacity
        if event.state == Event.State.PUBLISHED and event.starts > now:
            found["remainingAttendeeCapacity"] = event.places_left
    return found


def status(event: Event) -> str:
    """Return the schema.org EventStatusType: what a search engine says of the event."""
    if event.state == Event.State.CANCELLED:
        return "EventCancelled"
    if event.state == Event.State.POSTPONED:
        return "EventPostponed"
    if moved_online(event):
        return "EventMovedOnline"
    return "EventRescheduled" if event.postponed_from else "EventScheduled"


def _location(event, url):
    places = []
    if event.mode != Event.Mode.ONLINE:
        places.append(_room(event))
    if event.is_online:
        # The link of a public meeting stands in its notice; of any other event only the page is told.
        link = web_link(event.online_link) if event.is_public_meeting else ""
        places.append({"@type": "VirtualLocation", "url": link or url})
    return places[0] if len(places) == 1 else places


def _room(event):
    venue = event.venue
    if venue is None:
        return {"@type": "Place", "name": event.neighborhood.name if event.neighborhood else event.office.name}
    address = {"@type": "PostalAddress", "streetAddress": venue.address, "postalCode": venue.zip, "addressCountry": "US"}
    found = {"@type": "Place", "name": venue.name, "address": {key: value for key, value in address.items() if value}}
    if venue.lat is not None and venue.lng is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": venue.lat, "longitude": venue.lng}
    return found
