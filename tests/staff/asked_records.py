"""One record of what is asked and said about an event, for every parameter of a staff address."""

from datetime import timedelta

from django.utils import timezone

from events.models import Remark, Speaker
from tests import meetings


def all_of(office, *, person):
    """Return the records by the names of their models, all of this office."""
    event = meetings.event(office=office, starts=timezone.now() + timedelta(days=10), minutes_each=3)
    return {
        "event": event, "accommodationrequest": meetings.accommodation(event, who=person, text="For Vera Lopez"),
        "question": meetings.question(event, text="Vera Lopez asks", person=person), "speaker": Speaker.objects.create(event=event, name="Vera Lopez"),
        "remark": Remark.objects.create(event=event, theme="Lights", text="Too short"),
    }  # fmt: skip
