"""By when people should ask for support, and by when a notice hangs."""

from datetime import datetime

from events.models import Event


def request_deadline(event: Event) -> datetime | None:
    """Return until when support can surely be arranged, where staff have said so."""
    return event.request_deadline
