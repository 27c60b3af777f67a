"""The one query behind a page of the list, in SQL: built by the ORM it cost more than PostgreSQL needs to answer it."""

from datetime import timedelta

from django.db import connection

from languages.stems import STEMMED

LONGEST_DAY = timedelta(hours=24)
COLUMNS = (
    "id", "opportunity_id", "day", "starts", "ends", "time_zone", "shifts", "neighborhood_id", "venue_id", "place", "title", "slug", "remote",
    "family_friendly", "step_free", "urgent", "has_room", "cancelled",
)  # fmt: skip

# Of what is still to come on a card: places in all, places left, and whether any number may come.
PLACES = """
    SELECT sum(r.capacity) AS places, sum(r.capacity - r.taken - r.reserved) AS places_left, bool_or(r.capacity IS NULL) AS any_number
    FROM volunteers_shift s JOIN volunteers_shiftrole r ON r.shift_id = s.id
    WHERE s.opportunity_id = c.opportunity_id AND s.starts >= c.starts AND s.starts < c.ends AND s.starts > %(now)s AND s.cancelled_at IS NULL
"""
PLACES_WITHOUT_A_DAY = """
    SELECT sum(r.capacity) AS places, sum(r.capacity - r.taken - r.reserved) AS places_left, bool_or(r.capacity IS NULL) AS any_number
    FROM volunteers_shiftrole r WHERE r.opportunity_id = c.opportunity_id AND r.shift_id IS NULL
"""
PART = "SELECT {columns}, p.* FROM (SELECT {columns} FROM volunteers_card c WHERE {where} ORDER BY {order} LIMIT %(size)s) c CROSS JOIN LATERAL ({places}) p"
MATCHES = """t.search @@ (websearch_to_tsquery(%(words)s::regconfig, %(text)s) || websearch_to_tsquery('english', %(text)s)
    || websearch_to_tsquery('simple', unaccent(%(text)s)))"""
FOUND = f"SELECT t.opportunity_id FROM volunteers_opportunitytext t WHERE {MATCHES} LIMIT %(limit)s"
MANY = 1000  # matches from which looking at cards in order finds a page sooner than looking for these opportunities' cards
SWITCHES = {"remote": "c.remote", "family": "c.family_friendly", "step_free": "c.step_free", "open": "c.has_room AND NOT c.cancelled"}


def rows(filters, *, venues, language, now, size):
    """Return up to `size` cards with their places, as dictionaries: dated ones by time, then those without a day."""
    values = {**_values(filters, language, now), "venues": venues, "size": size}
    if filters.text:
        values["found"] = found(filters.text, language)
    cursor, wanted = filters.cursor, list(_wanted(filters, venues, values.get("found")))
    parts = []
    if not cursor or cursor.starts:
        parts.append(_part([*_dated(values["last"]), *wanted], "c.starts, c.id", PLACES))
    if not filters.has_dates:
        parts.append(_part([*_dateless(cursor), *wanted], "c.id", PLACES_WITHOUT_A_DAY))
    # The second part is not even begun when the first one fills the page.
    return _ask(" UNION ALL ".join(f"({part})" for part in parts) + " LIMIT %(size)s", values) if parts else []


def _values(filters, language, now):
    first, last = filters.starts_between()
    after, after_id = _begin(filters.cursor, first, now)
    return {
        "now": now, "after": after, "after_id": after_id, "dateless_after": filters.cursor and filters.cursor.id, "last": last, "text": filters.text,
        "words": STEMMED.get(language, "english"), "neighborhood": filters.neighborhood and filters.neighborhood.id,
        "interest": [filters.interest and filters.interest.id], "language": [filters.language and filters.language.id],
    }  # fmt: skip


def _part(where, order, places):
    return PART.format(columns=", ".join(f"c.{name}" for name in COLUMNS), where=" AND ".join(where), order=order, places=places)


def _dated(last):
    """Still to come; a day of several shifts stays until the last one ends."""
    # Compared as a row, the pair is one range of the index, however many cards start at the same minute; a second lower bound would hide it.
    yield "(c.starts, c.id) > (%(after)s, %(after_id)s)"
    yield "c.ends > %(now)s"
    yield "(c.starts > %(now)s OR c.shifts > 1)"
    if last:
        yield "c.starts < %(last)s"


def _begin(cursor, first, now):
    """Return (starts, id) after which the dated cards of this page lie."""
    earliest = max(now - LONGEST_DAY, first or now - LONGEST_DAY)
    return (cursor.starts, cursor.id) if cursor and cursor.starts and cursor.starts >= earliest else (earliest, 0)


def _dateless(cursor):
    yield "c.day IS NULL AND NOT c.cancelled"
    if cursor and not cursor.starts:
        yield "c.id > %(dateless_after)s"


def _wanted(filters, venues, found):
    if found is not None:
        few = len(found) <= MANY
        yield (
            "c.opportunity_id = ANY(%(found)s::bigint[])"
            if few
            else f"EXISTS (SELECT FROM volunteers_opportunitytext t WHERE t.opportunity_id = c.opportunity_id AND {MATCHES})"
        )
    if filters.neighborhood:
        yield "c.neighborhood_id = %(neighborhood)s"
    if filters.interest:
        yield "c.interests @> %(interest)s::bigint[]"
    if filters.language:
        yield "c.languages @> %(language)s::varchar[]"
    if venues is not None:
        yield "c.venue_id = ANY(%(venues)s::bigint[])"
    yield from (condition for name, condition in SWITCHES.items() if getattr(filters, name))


def found(text, language):
    """Return the ids of opportunities whose words match in the reader's language, in English, or as typed without accents; any text is valid."""
    return [row["opportunity_id"] for row in _ask(FOUND, {"text": text, "words": STEMMED.get(language, "english"), "limit": MANY + 1})]


def with_places(cards, now):
    """Return cards (dictionaries of COLUMNS) with their places, in the same order; one query."""
    statement = f"SELECT c.id, p.* FROM volunteers_card c CROSS JOIN LATERAL ({PLACES}) p WHERE c.id = ANY(%(cards)s)"
    found = {row["id"]: row for row in _ask(statement, {"cards": [card["id"] for card in cards], "now": now})} if cards else {}
    return [{**card, **found.get(card["id"], {"places": None, "places_left": None, "any_number": None})} for card in cards]


def _ask(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
