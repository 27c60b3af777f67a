"""The coming days in numbers and in a few examples, for pages that gather from every floor."""

from django.db import connection
from django.db.models import Count

from events.browsing import cards
from events.models import Event

FIRST_OF_EACH_DAY = """
SELECT found.id FROM unnest(%(begins)s::timestamptz[], %(ends)s::timestamptz[]) AS day (begins, ends)
CROSS JOIN LATERAL (
    SELECT id, starts FROM events_event
    WHERE state IN ('published') AND NOT invited_only AND starts > day.begins AND starts < day.ends ORDER BY starts, id LIMIT %(most)s
) found
"""


def first_of_each_day(*, begins, ends, most, language):
    """Return the first few events that begin between each pair of moments, soonest first: a few rows from the index, however many lie behind."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_OF_EACH_DAY, {"begins": begins, "ends": ends, "most": most})
        ids = [row[0] for row in cursor.fetchall()]
    rows = Event.objects.filter(pk__in=ids).order_by("starts", "id").values(*cards.COLUMNS) if ids else []
    return cards.shown(list(rows), language=language, with_supports=False)


def counted(first, last):
    """Return how many events begin between two moments: (in all, {neighborhood id: number of those with a free place})."""
    coming = Event.objects.public().filter(state=Event.State.PUBLISHED, starts__gt=first, starts__lt=last).order_by()
    by_neighborhood = coming.with_room().values_list("neighborhood").annotate(Count("id"))
    return coming.count(), {area: number for area, number in by_neighborhood if area}


def off_between(first, last, now):
    """Return public events of these moments that do not take place as announced and would not be over yet, soonest first."""
    off = Event.objects.public().filter(state__in=[Event.State.CANCELLED, Event.State.POSTPONED], starts__gt=first, starts__lt=last, ends__gt=now)
    return off.order_by("starts", "id")
