"""Reminders: three days before, and at 6 p.m. the day before, on the clock of the place; right on clock-change days too."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from mailing import letters
from mailing.models import Message
from volunteers.words import EARLY_DAYS, EARLY_HOUR, EVE_DAYS, EVE_HOUR

AHEAD = timedelta(days=1)  # rows are made this long before they are due
GRACE = timedelta(hours=6)  # a reminder that could not be made in time is still worth sending
PATIENCE = timedelta(hours=1)  # a change that could not be told for so long holds no reminder up
CALL_HOUR = 9  # who is reminded by phone becomes a line of the call list while the office is open

# A reminder is skipped for someone who was confirmed after it was due, or told of a change since: that letter has just said it all.
# While a change is about to be told, the reminder waits for it.
_QUEUE = """
WITH expected AS (
    SELECT sign_up.id, sign_up.person_id, sign_up.language, person.office_id, sign_up.shift_id, shift.starts, sign_up.changed_at,
        ((date_trunc('day', shift.starts AT TIME ZONE shift.time_zone) - make_interval(days => %(days)s) + make_interval(hours =>
            CASE WHEN person.email = '' OR person.channel <> 'email' THEN LEAST(%(hour)s, %(call_hour)s) ELSE %(hour)s END))
            AT TIME ZONE shift.time_zone) AS due,
        (date_trunc('day', shift.starts AT TIME ZONE shift.time_zone)::date - %(days)s) AS day
    FROM volunteers_signup sign_up
    JOIN volunteers_shift shift ON shift.id = sign_up.shift_id
    JOIN volunteers_opportunity opportunity ON opportunity.id = shift.opportunity_id
    JOIN people_person person ON person.id = sign_up.person_id
    WHERE sign_up.state = 'confirmed' AND shift.cancelled_at IS NULL AND opportunity.state <> 'cancelled' AND person.forgotten_at IS NULL
        AND shift.starts > %(now)s AND shift.starts < %(now)s + make_interval(days => %(days)s + 2)
)
INSERT INTO mailing_message AS known (person_id, recipient, "to", office_id, lane, kind, about, period, bundle, language, "values", due, expires,
    created_at, state, subject, text, html, attempts, doubted, position, smtp_reply)
SELECT person_id, 'p:' || person_id, '', office_id, %(lane)s, 'reminder', 'volunteers.signup:' || id,
    %(name)s || ':' || to_char(starts AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI"Z"'),
    'p:' || person_id || ':' || day || ':' || %(name)s, language, '{}', due, starts, %(now)s, 'queued', '', '', '', 0, 0, 0, ''
FROM expected
WHERE due <= %(now)s + %(ahead)s AND due > %(now)s - %(grace)s AND due < starts AND changed_at < due
    AND NOT EXISTS (
        SELECT FROM volunteers_changenotice notice WHERE notice.shift_id = expected.shift_id AND notice.due IS NOT NULL
            AND ((notice.closed_at IS NULL AND notice.due > %(now)s - %(patience)s) OR (notice.people > 0 AND notice.closed_at >= expected.due))
    )
ON CONFLICT (recipient, kind, about, period) DO UPDATE SET state = 'queued', due = EXCLUDED.due, expires = EXCLUDED.expires
    WHERE known.state = 'cancelled' AND known.attempts = 0 AND known.doubted = 0
"""


@transaction.atomic
def queue(*, now: datetime) -> int:
    """Owe every reminder that is due within a day and not known yet; returns how many rows were written."""
    written = 0
    for name, days, hour in [("early", EARLY_DAYS, EARLY_HOUR), ("eve", EVE_DAYS, EVE_HOUR)]:
        with connection.cursor() as cursor:
            cursor.execute(
                _QUEUE,
                {
                    "name": name,
                    "days": days,
                    "hour": hour,
                    "call_hour": CALL_HOUR,
                    "now": now,
                    "ahead": AHEAD,
                    "grace": GRACE,
                    "patience": PATIENCE,
                    "lane": Message.Lane.NORMAL,
                },
            )
            written += cursor.rowcount
    if written:
        letters.wake(Message.Lane.NORMAL)
    return written
