"""Reminders three days before and at 6 p.m. the day before, and the online link 24 hours before; on the clock of the place, right on clock-change days too."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from events.registration_rules import LINK_AHEAD
from events.reminder_times import TIMES
from mailing import letters
from mailing.models import Message
from people.models.persons import IS_CALLED

AHEAD = timedelta(days=1)  # rows are made this long before they are due
GRACE = timedelta(hours=6)  # a reminder that could not be made in time is still worth sending
CALL_HOUR = 9  # who is reminded by phone becomes a line of the call list while the office is open
LAST_CALL = 17  # nobody is called later in the day

_OWE = """
INSERT INTO mailing_message AS known (person_id, recipient, "to", office_id, lane, kind, about, period, bundle, language, "values", due, expires,
    created_at, state, subject, text, html, attempts, doubted, position, smtp_reply)
SELECT person_id, 'p:' || person_id, '', office_id, %(lane)s, %(kind)s, 'events.registration:' || id,
    %(prefix)s || to_char(starts AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI"Z"') || suffix,
    bundle, language, '{}', due, expires, %(now)s, 'queued', '', '', '', 0, 0, 0, ''
FROM expected
"""
_AGAIN = """
ON CONFLICT (recipient, kind, about, period) DO UPDATE SET state = 'queued', due = EXCLUDED.due, expires = EXCLUDED.expires
    WHERE known.state = 'cancelled' AND known.attempts = 0 AND known.doubted = 0
"""

# A reminder is skipped for someone who was confirmed after it was due: that letter has just said it all.
_REMIND = f"""
WITH expected AS (
    SELECT registration.id, registration.person_id, registration.language, person.office_id, event.starts, event.starts AS expires, registration.changed_at, '' AS suffix,
        'p:' || registration.person_id || ':' || (date_trunc('day', event.starts AT TIME ZONE event.time_zone)::date - %(days)s) || ':' || %(name)s AS bundle,
        (date_trunc('day', event.starts AT TIME ZONE event.time_zone) - make_interval(days => %(days)s)
            + make_interval(hours => CASE WHEN {IS_CALLED} THEN LEAST(%(hour)s, %(call_hour)s) ELSE %(hour)s END)) AT TIME ZONE event.time_zone AS due
    FROM events_registration registration
    JOIN events_event event ON event.id = registration.event_id
    JOIN people_person person ON person.id = registration.person_id
    WHERE registration.state = 'confirmed' AND event.state = 'published' AND person.forgotten_at IS NULL
        AND event.starts > %(now)s AND event.starts < %(now)s + make_interval(days => %(days)s + 2)
)
{_OWE} WHERE due <= %(now)s + %(ahead)s AND due > %(now)s - %(grace)s AND due < starts AND changed_at < due
{_AGAIN}"""

# The link is never told earlier than 24 hours before: who is called is called within office hours from then on, where that is still before the start.
_LINK = f"""
WITH due_at AS (
    SELECT registration.id, registration.person_id, registration.language, person.office_id, event.starts, event.ends AS expires, NULL AS bundle,
        ':' || left(md5(concat_ws(' ', event.online_link, event.dial_in, event.dial_in_code)), 8) AS suffix,
        event.starts - %(link_ahead)s AS opens, (event.starts - %(link_ahead)s) AT TIME ZONE event.time_zone AS clock, event.time_zone, {IS_CALLED} AS is_called
    FROM events_registration registration
    JOIN events_event event ON event.id = registration.event_id
    JOIN people_person person ON person.id = registration.person_id
    WHERE registration.state = 'confirmed' AND (event.mode = 'online' OR (event.mode = 'hybrid' AND registration.attends = 'online'))
        AND event.state = 'published' AND person.forgotten_at IS NULL
        AND (event.online_link <> '' OR event.dial_in <> '')
        AND event.ends > %(now)s AND event.starts < %(now)s + %(ahead)s + %(link_ahead)s
), called AS (
    SELECT *, CASE WHEN extract(hour FROM clock) < %(call_hour)s THEN date_trunc('day', clock) + make_interval(hours => %(call_hour)s)
        WHEN extract(hour FROM clock) >= %(last_call)s THEN date_trunc('day', clock) + make_interval(days => 1, hours => %(call_hour)s)
        ELSE clock END AT TIME ZONE time_zone AS call_at
    FROM due_at
), expected AS (
    SELECT *, CASE WHEN is_called AND call_at < starts THEN call_at ELSE opens END AS due FROM called
)
{_OWE}{_AGAIN}"""


@transaction.atomic
def queue(*, now: datetime) -> int:
    """Owe every reminder and every online link that is due within a day and not known yet; returns how many rows were written."""
    written = 0
    values = {"now": now, "ahead": AHEAD, "call_hour": CALL_HOUR}
    with connection.cursor() as cursor:
        for name, (days, hour) in TIMES.items():
            asked = {
                **values,
                "name": name,
                "days": days,
                "hour": hour,
                "grace": GRACE,
                "lane": Message.Lane.NORMAL,
                "kind": "event_reminder",
                "prefix": f"{name}:",
            }
            cursor.execute(_REMIND, asked)
            written += cursor.rowcount
        link = {**values, "link_ahead": LINK_AHEAD, "last_call": LAST_CALL, "lane": Message.Lane.URGENT, "kind": "event_link", "prefix": ""}
        cursor.execute(_LINK, link)
        written += cursor.rowcount
    if written:
        letters.wake(Message.Lane.NORMAL)
    return written
