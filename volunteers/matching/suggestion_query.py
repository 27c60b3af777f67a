"""The one statement behind suggestions: the soonest cards that fit for some reason, then their shifts that fit in every way."""

from datetime import datetime, timedelta

from django.db import connection

from bookings.models import State
from people.availability import PARTS, SLOTS_IN_SQL

AHEAD = timedelta(days=90)
COLUMNS = "c.id, c.opportunity_id, c.starts, c.ends, c.title, c.slug, c.place, c.neighborhood_id, c.interests, c.languages"
EACH = 200  # of the soonest cards that each reason finds

# Each reason has an index of its own (see Card.Meta): the planner takes that, or walks the cards in the order of their starts.
_ARM = """(SELECT {columns} FROM volunteers_card c
    WHERE c.starts > %(now)s AND c.starts < %(until)s AND c.has_room AND NOT c.cancelled AND ({weekdays}) AND {reason}
    ORDER BY c.starts, c.id LIMIT %(each)s)"""
_REASONS = {
    "interests": "c.interests && %(interests)s::bigint[]",
    "languages": "c.languages && %(languages)s::varchar[]",
    "near": "c.neighborhood_id = ANY(%(near)s::bigint[])",
}
_WEEKDAYS = "extract(isodow FROM c.day)::int = ANY(%(weekdays)s::int[])"
_MATCHES = "ARRAY(SELECT unnest(c.{0}) INTERSECT SELECT unnest(%({0})s::{1}[]))"

STATEMENT = """
WITH candidate AS MATERIALIZED ({arms}),
own AS MATERIALIZED (
    SELECT u.shift_id, s.opportunity_id, s.starts, s.ends FROM volunteers_signup u JOIN volunteers_shift s ON s.id = u.shift_id
    WHERE u.person_id = ANY(%(persons)s) AND u.state = ANY(%(live)s) AND s.ends > %(now)s
)
SELECT * FROM (
    SELECT DISTINCT ON (c.opportunity_id) c.opportunity_id, c.title, c.slug, c.place, c.neighborhood_id, s.id AS shift_id, s.starts, s.ends, s.time_zone,
        free.role_id, times.slots, {interests} AS interests, {languages} AS languages, COALESCE(c.neighborhood_id = ANY(%(near)s::bigint[]), false) AS is_near,
        2 * (c.interests && %(interests)s::bigint[])::int + (c.languages && %(languages)s::varchar[])::int
            + COALESCE((c.neighborhood_id = ANY(%(near)s::bigint[]))::int, 0) AS weight
    FROM candidate c
    JOIN volunteers_shift s ON s.opportunity_id = c.opportunity_id AND s.starts >= c.starts AND s.starts < c.ends AND s.starts > %(now)s AND s.cancelled_at IS NULL
        AND COALESCE(s.sign_up_opens <= %(now)s, true) AND COALESCE(s.sign_up_closes > %(now)s, true)
    CROSS JOIN LATERAL (SELECT {slots} AS slots) times
    CROSS JOIN LATERAL (
        SELECT r.id AS role_id FROM volunteers_shiftrole r
        WHERE r.shift_id = s.id AND (r.capacity IS NULL OR r.capacity > r.taken + r.reserved) ORDER BY r."order", r.id LIMIT 1
    ) free
    WHERE (%(since)s::timestamptz IS NULL OR s.created_at > %(since)s) AND (cardinality(%(availability)s::smallint[]) = 0 OR times.slots <@ %(availability)s::smallint[])
        AND NOT EXISTS (SELECT FROM own WHERE own.opportunity_id = c.opportunity_id OR (own.starts < s.ends AND own.ends > s.starts))
    ORDER BY c.opportunity_id, weight DESC, s.starts, s.id
) fitting ORDER BY weight DESC, starts, shift_id LIMIT %(most)s
"""


def rows(*, persons: list[int], interests, languages, near, availability, now: datetime, most: int, since: datetime | None = None) -> list[dict]:
    """Return up to `most` open shifts that fit, each of another opportunity, as dictionaries with what matches; nothing is known, nothing fits.

    With `since` only shifts made after that moment.
    """
    known = {"interests": list(interests), "languages": list(languages), "near": list(near)}
    values = {
        **known, "persons": persons, "availability": list(availability), "weekdays": sorted({number // len(PARTS) + 1 for number in availability}),
        "now": now, "until": now + AHEAD, "live": list(map(str, State.LIVE)), "each": EACH, "most": most, "since": since,
    }  # fmt: skip
    text = statement(**known, availability=availability)
    return _ask(text, values) if text else []


def statement(*, interests, languages, near, availability):
    """Return the statement for what is known of a person, or nothing."""
    known = {"interests": interests, "languages": languages, "near": near}
    reasons = [words for name, words in _REASONS.items() if known[name]] or (["true"] if availability else [])
    weekdays = _WEEKDAYS if availability else "true"
    return reasons and STATEMENT.format(
        arms=" UNION ".join(_ARM.format(columns=COLUMNS, reason=reason, weekdays=weekdays) for reason in reasons),
        interests=_MATCHES.format("interests", "bigint"), languages=_MATCHES.format("languages", "varchar"), slots=SLOTS_IN_SQL.format("s"),
    )  # fmt: skip


def _ask(text, values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
