"""The cards of the public lists: the database keeps them (migration `0004_card_triggers`); here is how to pause and repeat that."""

from contextlib import contextmanager

from django.db import connection, transaction

CHUNK = 2000  # opportunities refreshed in one transaction


@contextmanager
def paused():
    """Let a bulk load pass without the triggers; everything is refreshed at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET volunteers.cards = 'off'")
        try:
            yield
        finally:
            cursor.execute("RESET volunteers.cards")
    refresh_all()


def refresh_all():
    """Make every card and every search text what it should be; safe at any time, and changes nothing when all is well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM volunteers_opportunity ORDER BY id")
        everything = [row[0] for row in cursor.fetchall()]
    for start in range(0, len(everything), CHUNK):
        refresh(everything[start : start + CHUNK])


# A sign-up does not wait for staff who are editing: its card may then tell the wrong room (migration `0004_card_triggers`), and two
# roles of one day that fill at the same moment may each count on the other's last place. Looked at are the days that begin next, and
# some opportunities in turn: each minute a few index lookups, however large the city.
_WRONG = """
SELECT c.opportunity_id, c.day FROM (
    (SELECT * FROM volunteers_card WHERE starts > %(now)s ORDER BY starts, id LIMIT %(soonest)s)
    UNION ALL
    (SELECT * FROM volunteers_card WHERE opportunity_id BETWEEN %(first)s AND %(last)s AND (ends > %(now)s OR day IS NULL) LIMIT %(most)s)
) c
WHERE c.has_room <> CASE WHEN c.day IS NULL THEN EXISTS (
    SELECT FROM volunteers_shiftrole r WHERE r.opportunity_id = c.opportunity_id AND r.shift_id IS NULL
        AND (r.capacity IS NULL OR r.capacity > r.taken + r.reserved))
ELSE EXISTS (
    SELECT FROM volunteers_shift s JOIN volunteers_shiftrole r ON r.shift_id = s.id
    WHERE s.opportunity_id = c.opportunity_id AND s.starts >= c.starts AND s.starts <= c.ends AND (s.starts AT TIME ZONE s.time_zone)::date = c.day
        AND s.cancelled_at IS NULL AND (r.capacity IS NULL OR r.capacity > r.taken + r.reserved)) END
"""
SOONEST, IN_TURN, MOST_IN_TURN = 500, 100, 2000


def repair_room(*, now):
    """Put right which cards have room, among the days that begin next and 100 opportunities, others each minute; returns how many were wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM volunteers_opportunity")
        turns = cursor.fetchone()[0] // IN_TURN + 1
        first = int(now.timestamp() // 60) % turns * IN_TURN
        cursor.execute(_WRONG, {"now": now, "soonest": SOONEST, "first": first, "last": first + IN_TURN - 1, "most": MOST_IN_TURN})
        wrong = set(cursor.fetchall())
        if wrong:
            opportunities, days = sorted({one for one, _ in wrong}), sorted({day for _, day in wrong if day})
            cursor.execute("SELECT volunteers_refresh_cards(%s::bigint[], %s::date[])", [opportunities, days])
    return len(wrong)


@transaction.atomic
def refresh(opportunities):
    """Make the cards and search texts of these opportunities (ids) what they should be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT volunteers_refresh_cards(%s), volunteers_refresh_text(%s)", [opportunities, opportunities])
