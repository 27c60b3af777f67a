"""Thanks at milestones: an idempotent sweep over what counts; each milestone once, one letter for the highest."""

from datetime import datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from mailing import letters
from mailing.models import Message
from volunteers.models import Recognition
from volunteers.models.thanks import FIRST_TIME, MILESTONES
from volunteers.totals import CREDITED

NEW = timedelta(days=30)  # what was reached longer ago is noted without a letter: nobody is thanked for last year
LETTER_HOUR = 10  # the next day, on the city's clock: a slip on a roster can be put right before
NOT_SENT = (Message.State.QUEUED, Message.State.CANCELLED)

_REACHED = f"""
WITH done AS (
    SELECT credited.person_id, sum(credited.minutes) AS minutes, max(credited.day) AS day
    FROM ({CREDITED}) credited JOIN people_person person ON person.id = credited.person_id
    WHERE person.forgotten_at IS NULL GROUP BY credited.person_id
)
INSERT INTO volunteers_recognition (person_id, milestone, reached_on, thanked, created_at)
SELECT done.person_id, milestone, done.day, false, %(now)s
FROM done JOIN unnest(%(milestones)s) AS milestone ON done.minutes >= milestone * 60
ON CONFLICT (person_id, milestone) DO NOTHING
RETURNING id, person_id, milestone, reached_on
"""
# A tick or an approval that was taken back: a milestone whose letter has not left is not reached yet.
_NOT_REACHED = f"""
SELECT recognition.id FROM volunteers_recognition recognition
LEFT JOIN LATERAL (SELECT sum(credited.minutes) AS minutes FROM ({CREDITED}) credited WHERE credited.person_id = recognition.person_id) done ON true
WHERE recognition.id = ANY(%(waiting)s) AND (done.minutes IS NULL OR done.minutes < recognition.milestone * 60)
"""


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Note every milestone newly reached and owe one letter a person, for the highest; returns how many letters. Safe to run twice or side by side."""
    _take_back(now)
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"milestones": list(MILESTONES), "now": now})
        reached = cursor.fetchall()
    since = timezone.localdate(now) - NEW
    highest: dict[int, tuple] = {}
    for pk, person, milestone, day in reached:
        if day >= since and milestone >= highest.get(person, (0, -1))[1]:
            highest[person] = (pk, milestone)
    return _thank([pk for pk, _milestone in highest.values()], now)


def _thank(ids, now):
    due = datetime.combine(timezone.localdate(now) + timedelta(days=1), time(LETTER_HOUR), tzinfo=timezone.get_default_timezone())
    owed = [one for one in Recognition.objects.filter(pk__in=ids).select_related("person__office").order_by("pk") if _is_written_to(one)]
    Recognition.objects.filter(pk__in=[one.pk for one in owed]).update(thanked=True)
    return letters.send_many("milestone", [letters.Owed(one.person, one, due=due, expires=due + NEW) for one in owed], now=now)


def _is_written_to(recognition):
    """Who is reached by phone only is called for the hours, not for the first time: the office thanked them at the door."""
    return recognition.milestone != FIRST_TIME or recognition.person.is_reached_by_email


def _take_back(now):
    unsent = Message.objects.filter(kind="milestone", state__in=NOT_SENT, created_at__gt=now - NEW).values_list("about", flat=True)
    ids = [int(about.partition(":")[2]) for about in unsent]
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_NOT_REACHED, {"waiting": ids})
        gone = [pk for (pk,) in cursor.fetchall()]
    letters.cancel(about=[letters.ref(Recognition(pk=pk)) for pk in gone], kinds=["milestone"], now=now)
    Recognition.objects.filter(pk__in=gone).delete()
