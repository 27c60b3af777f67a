"""The one statement that finds the right people for a shift: it walks an index of those who may be asked, least recently asked first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from bookings.models import State

WEEK = timedelta(days=7)
POOL = 60  # of each neighborhood, from whom those who fit best are taken

# OFFSET 0 keeps each question a look-up of one person: as a join it would read every sign-up of the city.
_MAY_BE_ASKED = """
    p.office_id = %(office)s AND p.agreed_to_asks_at IS NOT NULL AND p.availability @> %(slots)s::smallint[] AND {fits}
    AND (p.asked_at IS NULL OR p.asked_at <= %(week_ago)s
        OR (SELECT count(*) FROM volunteers_ask a WHERE a.person_id = p.person_id AND a.asked_at > %(week_ago)s) < p.asks_a_week)
    AND NOT EXISTS (SELECT FROM volunteers_ask a WHERE a.person_id = p.person_id AND a.shift_id = %(shift)s OFFSET 0)
    AND NOT EXISTS (
        SELECT FROM volunteers_signup u JOIN volunteers_shift s ON s.id = u.shift_id
        WHERE u.person_id = p.person_id AND (u.shift_id = %(shift)s OR (u.state = ANY(%(live)s) AND s.starts < %(ends)s AND s.ends > %(starts)s)) OFFSET 0)
    AND EXISTS (
        SELECT FROM people_person person WHERE person.id = p.person_id AND person.forgotten_at IS NULL
            AND ((person.email <> '' AND person.email_refused_at IS NULL) OR person.phone <> '') OFFSET 0)
"""
_COLUMNS = "p.person_id, p.interests, p.languages, p.asked_at, p.neighborhood_id"
_LEAST_RECENTLY = "ORDER BY p.asked_at NULLS FIRST, p.person_id LIMIT %(pool)s"
# Near the place the index is walked once for each neighborhood; in the whole city once.
_NEAR = f"""
    SELECT p.*, near.miles FROM near CROSS JOIN LATERAL (
        SELECT {_COLUMNS} FROM people_profile p WHERE p.neighborhood_id = near.id AND {{may_be_asked}} {_LEAST_RECENTLY}) p
"""
_ANYWHERE = f"""
    SELECT p.*, near.miles FROM (SELECT {_COLUMNS} FROM people_profile p WHERE {{may_be_asked}} {_LEAST_RECENTLY}) p
    LEFT JOIN near ON near.id = p.neighborhood_id
"""
STATEMENT = """
WITH near AS (SELECT * FROM unnest(%(near)s::bigint[], %(miles)s::float8[]) AS near (id, miles))
SELECT p.person_id, p.asked_at, p.neighborhood_id, p.miles,
    ARRAY(SELECT unnest(p.interests) INTERSECT SELECT unnest(%(interests)s::bigint[])) AS interests,
    ARRAY(SELECT unnest(p.languages) INTERSECT SELECT unnest(%(languages)s::varchar[])) AS languages
FROM ({people}) p
ORDER BY p.asked_at NULLS FIRST,
    (p.interests && %(interests)s::bigint[])::int + (p.languages && %(languages)s::varchar[])::int DESC, p.miles NULLS LAST, p.person_id
LIMIT %(most)s
"""
_FITS = {"interests": "p.interests && %(interests)s::bigint[]", "languages": "p.languages && %(languages)s::varchar[]"}


@dataclass(frozen=True)
class Wanted:
    """What a shift asks of people: `near` holds {neighborhood id: miles}; with `far` or `anybody` that, or skill and language, is no condition."""

    office: int
    shift: int
    starts: datetime
    ends: datetime
    slots: list[int]
    interests: list[int]
    languages: list[str]
    near: dict[int, float]
    far: bool = False
    anybody: bool = False


def rows(wanted: Wanted, *, now: datetime, most: int, only: list[int] | None = None) -> list[dict]:
    """Return up to `most` people who may be asked now, as dictionaries, least recently asked first; `only` looks at these persons (ids)."""
    text, values = statement(wanted, now=now, most=most, only=only)
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def statement(wanted, *, now, most, only=None):
    """Return the statement and its values."""
    asked_for = [condition for name, condition in _FITS.items() if getattr(wanted, name)] if not wanted.anybody else []
    fits = f"({' OR '.join(asked_for)})" if asked_for else "true"
    if only is not None:
        fits += " AND p.person_id = ANY(%(only)s)"
    people = (_ANYWHERE if wanted.far else _NEAR).format(may_be_asked=_MAY_BE_ASKED.format(fits=fits))
    values = {
        "office": wanted.office, "shift": wanted.shift, "starts": wanted.starts, "ends": wanted.ends, "slots": wanted.slots,
        "interests": wanted.interests, "languages": wanted.languages, "near": list(wanted.near), "miles": list(wanted.near.values()),
        "week_ago": now - WEEK, "live": list(map(str, State.LIVE)), "pool": max(POOL, most), "most": most, "only": only,
    }  # fmt: skip
    return STATEMENT.format(people=people), values
