"""An event as a registration needs it, read in one short statement: in a rush, building it from models is a quarter of the portal's own cost."""

from functools import cache

from django.db import connection

from events.models import Event
from people.models import Office

_OF_EVENT = {
    "id", "office_id", "slug", "mode", "state", "starts", "ends", "time_zone", "capacity", "taken", "reserved", "waitlist", "is_public_meeting", "is_sensitive",
    "invited_only", "minimum_age", "with_adult", "guardian_consent", "takes_groups", "published_at",
}  # fmt: skip
_OF_OFFICE = {"id", "places_per_address", "places_per_group", "closes"}


@cache
def _columns(model, wanted):
    """The columns in the order in which Model.from_db reads them."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in wanted]


@cache
def _statement():
    of_event, of_office = _columns(Event, frozenset(_OF_EVENT)), _columns(Office, frozenset(_OF_OFFICE))
    columns = ", ".join([*(f"event.{name}" for name in of_event), *(f"office.{name}" for name in of_office)])
    waiting = "SELECT min(party_size) FROM events_registration line WHERE line.event_id = event.id AND line.state = 'waitlisted' AND line.link_id IS NULL"
    return (
        f"SELECT {columns}, ({waiting}) FROM events_event event JOIN people_office office ON office.id = event.office_id"  # noqa: S608  names of columns
        " WHERE event.slug = %s AND event.published_at IS NOT NULL AND event.state = ANY(%s)"
    )


def find(slug: str) -> Event | None:
    """Return an announced event with its office and the smallest party in line as `smallest_waiting`; whatever else is asked of them is loaded then."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [slug, list(Event.ANNOUNCED)])
        row = cursor.fetchone()
    if row is None:
        return None
    of_event, of_office = _columns(Event, frozenset(_OF_EVENT)), _columns(Office, frozenset(_OF_OFFICE))
    width = len(of_event)
    event = Event.from_db("default", of_event, row[:width])
    event.office = Office.from_db("default", of_office, row[width:-1])
    event.smallest_waiting = row[-1]
    return event
