"""Why not: the speakers’ list of an event. Each check raises Refused."""

from datetime import datetime

from django.utils.translation import gettext as _

from events.models import Event, Speaker
from intake.refusal import Refused
from intake.sensitive import check_no_sensitive_numbers

MOST_WAITING = 200
LONGEST_NAME, LONGEST_TOPIC = 80, 150


def check_takes(event: Event, now: datetime) -> None:
    """The event keeps a list, is announced, and is not over."""
    if event.minutes_each is None:
        raise Refused(_("No speakers’ list is kept for this event."), code="no_list")
    if event.state == Event.State.CANCELLED:
        raise Refused(_("This event is cancelled. Please do not come."), code="cancelled")
    if event.state not in {Event.State.PUBLISHED, Event.State.POSTPONED} or (event.state == Event.State.PUBLISHED and event.ends <= now):
        raise Refused(_("This event is over. Thank you."), code="over")


def check_words(event: Event, name: str, topic: str, attends: str) -> None:
    """There is a name to call, any will do, and a way to speak that this event has."""
    check_no_sensitive_numbers(name, field="name")
    check_no_sensitive_numbers(topic, field="topic")
    if not name.strip():
        raise Refused(_("Write a name to call. Any name will do."), field="name")
    ways = {Event.Mode.IN_PERSON: {"in_person"}, Event.Mode.ONLINE: {"online"}, Event.Mode.HYBRID: {"in_person", "online"}}[event.mode]
    if attends not in ways:
        raise Refused(_("This event is not held that way. Please choose again."), field="attends")


def check_room_on_list(event: Event) -> None:
    """The list is not endless."""
    if Speaker.objects.filter(event=event, state=Speaker.State.WAITING)[:MOST_WAITING].count() >= MOST_WAITING:
        raise Refused(_("The list is full for now. Please raise your hand in the room, or call us."), code="full")
