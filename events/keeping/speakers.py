"""What the speakers’ list keeps of a person: told to the floor of people, which knows no names."""

from datetime import datetime

from events.asked_retention import GONE
from events.models import Speaker
from people import merging
from people.forgetting import register as register_forgetting
from people.models import Person


def register() -> None:
    """Tell the floor below; called once when the portal starts."""
    register_forgetting(forget)
    merging.register(merging.moves(Speaker))


def forget(*, person: Person, now: datetime) -> None:
    """Drop the name that was to be called, and what about; that somebody spoke stays."""
    Speaker.objects.filter(person=person).update(name=GONE, topic="", person=None)
