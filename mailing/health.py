"""How the mail is doing: what /statusz shows."""

from django.db import connection
from django.db.models import Count, Min, Q

from mailing.models import Message, Pulse

_NOTE = """
INSERT INTO mailing_pulse (name, at, count) VALUES (%s, %s, 1)
ON CONFLICT (name) DO UPDATE SET at = GREATEST(mailing_pulse.at, EXCLUDED.at), count = mailing_pulse.count + 1
"""


def note(name, *, now):
    """Write down that something happened, and count it."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [name, now])


def oldest_due(now):
    """Return for each lane how many letters are due and for how many seconds the oldest one has been."""
    due = Message.objects.filter(state=Message.State.QUEUED, due__lte=now).values("lane").annotate(letters=Count("id"), oldest=Min("due")).order_by("lane")
    return {row["lane"]: {"letters": row["letters"], "seconds": (now - row["oldest"]).total_seconds()} for row in due}


def last_tick():
    """Return when each task last ran and each trouble was last met: {name: (moment, how often)}."""
    return {pulse.name: (pulse.at, pulse.count) for pulse in Pulse.objects.all()}


def doubts():
    """Return how many letters were ever in doubt, and how many of them wait for a person to decide."""
    ambiguous = Q(state=Message.State.AMBIGUOUS)
    return Message.objects.filter(Q(doubted__gt=0) | ambiguous).aggregate(doubted=Count("id"), ambiguous=Count("id", filter=ambiguous))
