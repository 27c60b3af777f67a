"""Reminders: three days before and at 6 p.m. the day before, or as an opportunity or a shift wants them; on the clock of the place, right on
clock-change days too. Who wants none gets none."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from mailing import letters
from mailing.models import Message
from people.models import Person, User
from people.models.persons import IS_CALLED
from volunteers.models import NoReminders, Opportunity, ReminderPlan, Shift, SignUp
from volunteers.reminder_times import TIMES

Time = ReminderPlan.Time

AHEAD = timedelta(days=1)  # rows are made this long before they are due
GRACE = timedelta(hours=6)  # a reminder that could not be made in time is still worth sending
PATIENCE = timedelta(hours=1)  # a change that could not be told for so long holds no reminder up
CALL_HOUR = 9  # who is reminded by phone becomes a line of the call list while the office is open

# A reminder is skipped for someone who was confirmed after it was due, or told of a change since: that letter has just said it all.
# While a change is about to be told, the reminder waits for it.
_QUEUE = f"""
WITH expected AS (
    SELECT sign_up.id, sign_up.person_id, sign_up.language, person.office_id, sign_up.shift_id, shift.starts, sign_up.changed_at,
        CASE WHEN %(hour)s::int IS NULL AND NOT {IS_CALLED} THEN shift.starts - interval '2 hours' ELSE ((date_trunc('day', shift.starts AT TIME ZONE shift.time_zone) - make_interval(days => %(days)s) + make_interval(hours =>
            CASE WHEN {IS_CALLED} THEN LEAST(%(hour)s::int, %(call_hour)s) ELSE %(hour)s::int END))
            AT TIME ZONE shift.time_zone) END AS due,
        (date_trunc('day', shift.starts AT TIME ZONE shift.time_zone)::date - %(days)s) AS day
    FROM volunteers_signup sign_up
    JOIN volunteers_shift shift ON shift.id = sign_up.shift_id
    JOIN volunteers_opportunity opportunity ON opportunity.id = shift.opportunity_id
    JOIN people_person person ON person.id = sign_up.person_id
    LEFT JOIN volunteers_reminderplan own ON own.shift_id = shift.id
    LEFT JOIN volunteers_reminderplan whole ON whole.opportunity_id = opportunity.id
    WHERE sign_up.state = 'confirmed' AND shift.cancelled_at IS NULL AND opportunity.state <> 'cancelled' AND person.forgotten_at IS NULL
        AND shift.starts > %(now)s AND shift.starts < %(now)s + make_interval(days => %(days)s + 2)
        AND %(name)s = ANY(COALESCE(own.times, whole.times, %(usual)s::varchar[]))
        -- nobody calls two hours before: who is called hears it the day before, unless an earlier reminder does that already
        AND NOT (%(hour)s::int IS NULL AND {IS_CALLED} AND COALESCE(own.times, whole.times) && %(earlier)s::varchar[])
        AND NOT EXISTS (
            SELECT FROM volunteers_noreminders wish WHERE wish.person_id = sign_up.person_id AND (wish.sign_up_id IS NULL OR wish.sign_up_id = sign_up.id)
        )
)
INSERT INTO mailing_message AS known (person_id, recipient, "to", office_id, lane, kind, about, period, bundle, language, "values", due, expires,
    created_at, state, subject, text, html, attempts, doubted, position, smtp_reply)
SELECT person_id, 'p:' || person_id, '', office_id, %(lane)s, 'reminder', 'volunteers.signup:' || id,
    %(name)s || ':' || to_char(starts AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI"Z"'),
    CASE WHEN %(hour)s::int IS NOT NULL THEN 'p:' || person_id || ':' || day || ':' || %(name)s END, language, '{{}}', due, starts, %(now)s, 'queued', '', '', '', 0, 0, 0, ''
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
    usual, earlier = ReminderPlan.AS_USUAL, [Time.WEEK, Time.EARLY, Time.EVE]
    for name, (days, hour) in TIMES.items():
        with connection.cursor() as cursor:
            values = {"name": name, "days": days, "hour": hour, "call_hour": CALL_HOUR, "now": now, "ahead": AHEAD, "grace": GRACE, "patience": PATIENCE}
            cursor.execute(_QUEUE, {**values, "lane": Message.Lane.NORMAL, "usual": usual, "earlier": [str(time) for time in earlier]})
            written += cursor.rowcount
    if written:
        letters.wake(Message.Lane.NORMAL)
    return written


@transaction.atomic
def plan(*, of: Opportunity | Shift, times: list[str] | None, sentence: str, by: User, now: datetime) -> ReminderPlan | None:
    """Say when the reminders of an opportunity or of one shift come, [] for none; None goes back to what holds above it.

    What is queued for another time is not sent (`volunteers.letters.sign_ups.is_expected_at_that_time`).
    """
    mine: dict[str, Any] = {"shift" if isinstance(of, Shift) else "opportunity": of}
    if times is None:
        ReminderPlan.objects.filter(**mine).delete()
        return None
    return ReminderPlan.objects.update_or_create(**mine, defaults={"times": [time for time in Time.values if time in times], "sentence": sentence})[0]


@transaction.atomic
def stop(*, person: Person, sign_up: SignUp | None, by: User | None, now: datetime) -> None:
    """Remind a person of nothing any more, or not of this sign-up; changes are told all the same. Twice changes nothing more."""
    NoReminders.objects.get_or_create(person=person, sign_up=sign_up, defaults={"by": by, "since": now})


@transaction.atomic
def go_on(*, person: Person, sign_up: SignUp | None, by: User | None, now: datetime) -> None:
    """Remind a person again, of everything (what was stopped for one sign-up too) or of this sign-up."""
    wishes = NoReminders.objects.filter(person=person)
    (wishes.filter(sign_up=sign_up) if sign_up else wishes).delete()
