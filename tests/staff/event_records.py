"""One record of events for every parameter of a staff address."""

from datetime import timedelta

from django.utils import timezone

from events.models import AgendaItem, LeadTime, Support
from tests import meetings

# Doors of the desk that take an event.
DOORS = (
    "submit_event", "event_back_to_draft", "publish_event", "postpone_event", "new_date_of_event", "event_online", "cancel_event", "restore_event", "event_held",
    "tell_event", "write_to_event", "copy_event", "event_series", "publish_event_series", "event_notice",
)  # fmt: skip
TABLES = {"event_table": ["registrations", "csv"], "event_notice_file": ["en"]}


def all_of(office, *, by, person):
    """Return the records by the names of their models, all of this office; the person is registered for the event."""
    event = meetings.event(office=office, title="Pack food boxes", starts=timezone.now() + timedelta(days=9))
    meetings.registration(event, who=person)
    return {
        "event": event, "board": meetings.board(office=office), "leadtime": LeadTime.objects.create(office=office, kind="asl"),
        "support": Support.objects.create(event=event, kind="food"), "agendaitem": AgendaItem.objects.create(event=event, title="Pack food boxes"),
    }  # fmt: skip
