"""Hours that count, each once: from the rosters and from approved entries, in one statement (see `HoursEntry`)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

# One row for each day, person and work. A roster's minutes stand back where an approved entry stands in for the sign-up.
CREDITED = """
    SELECT sign_up.person_id, role.opportunity_id, (shift.starts AT TIME ZONE shift.time_zone)::date AS day, sign_up.attended_minutes AS minutes,
        NULL::integer AS made, NULL::bigint AS entry_id
    FROM volunteers_signup sign_up
    JOIN volunteers_shift shift ON shift.id = sign_up.shift_id
    JOIN volunteers_shiftrole role ON role.id = sign_up.shift_role_id
    WHERE sign_up.state IN ('attended', 'walk_in') AND sign_up.attended_minutes > 0 AND sign_up.link_id IS NULL AND NOT EXISTS (
        SELECT FROM volunteers_hoursentry entry WHERE entry.sign_up_id = sign_up.id AND entry.state = 'approved' AND entry.minutes > 0)
    UNION ALL
    SELECT person_id, opportunity_id, day, minutes, made, id FROM volunteers_hoursentry
    WHERE state = 'approved' AND person_id IS NOT NULL AND (minutes > 0 OR made > 0)
"""
_LINES = f"""
SELECT person_id, opportunity_id, day, minutes, made, entry_id FROM ({CREDITED}) credited
WHERE person_id = ANY(%(persons)s) AND (%(first)s::date IS NULL OR day >= %(first)s) AND (%(last)s::date IS NULL OR day <= %(last)s)
ORDER BY day, opportunity_id, person_id, minutes
"""
_GIVEN = """
SELECT COALESCE(sum(minutes), 0)::bigint, COALESCE(sum(made), 0)::bigint, COALESCE(sum(material), 0)::bigint FROM (
    SELECT sign_up.attended_minutes::bigint * sign_up.party_size AS minutes, 0 AS made, 0 AS material
    FROM volunteers_signup sign_up JOIN volunteers_shiftrole role ON role.id = sign_up.shift_role_id
    WHERE role.opportunity_id = %(opportunity)s AND sign_up.state IN ('attended', 'walk_in') AND sign_up.attended_minutes > 0 AND NOT EXISTS (
        SELECT FROM volunteers_hoursentry entry WHERE entry.sign_up_id = sign_up.id AND entry.state = 'approved' AND entry.minutes > 0)
    UNION ALL
    SELECT entry.minutes::bigint * COALESCE(entry.headcount, sign_up.party_size, 1), COALESCE(entry.made, 0), COALESCE(entry.material, 0)
    FROM volunteers_hoursentry entry LEFT JOIN volunteers_signup sign_up ON sign_up.id = entry.sign_up_id
    WHERE entry.opportunity_id = %(opportunity)s AND entry.state = 'approved'
    UNION ALL
    SELECT counted.attended_minutes::bigint * counted.people, 0, 0
    FROM volunteers_headcount counted JOIN volunteers_shiftrole role ON role.id = counted.shift_role_id
    WHERE role.opportunity_id = %(opportunity)s AND counted.attended_minutes > 0
) given
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What one person did on one day at one opportunity, as it counts."""

    person: int
    opportunity: int
    day: date
    minutes: int
    made: int | None = None
    entry: int | None = None  # the id of the entry, None for a roster's minutes


@dataclass(frozen=True, slots=True)
class Given:
    """What an opportunity was given by everybody: minutes, things made, material given out."""

    minutes: int
    made: int
    material: int


def lines(persons, *, first=None, last=None):
    """Return what counts of these persons (ids), between two days where they are given, oldest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"persons": list(persons), "first": first, "last": last})
        return [Line(*row) for row in cursor.fetchall()]


def minutes_of(persons, *, first=None, last=None):
    """Return {person id: minutes} of these persons: what they did themselves, without the people they brought; one query."""
    found = dict.fromkeys(persons, 0)
    for line in lines(found, first=first, last=last):
        found[line.person] += line.minutes
    return found


def given(opportunity):
    """Return what an opportunity was given in all: everybody who came counts, those somebody brought and those without a name too; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, {"opportunity": opportunity.pk})
        return Given(*cursor.fetchone())
