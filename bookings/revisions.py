"""How often an entry was taken out of a calendar and put back: each time it counts up, or calendars keep it out (SEQUENCE: RFC 5545, 3.8.7.4; RFC 5546, 3.2.5)."""

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bookings.models import Booking, State


def times_cancelled(changes: QuerySet) -> Coalesce:
    """Return how often the history says “cancelled” in these rows of it, for a queryset to count beside each booking in one statement."""
    cancelled = changes.filter(state=State.CANCELLED).order_by().values("state")
    return Coalesce(Subquery(cancelled.annotate(n=Count("pk")).values("n")), 0)


def number(booking: Booking) -> int:
    """Return by how much its entry is counted up: twice for each cancelling, the second time when it is confirmed again. The booking is one that knows how often."""
    return 2 * booking.times_cancelled - (booking.state == State.CANCELLED)
