"""Made-up events: a quarter is over, the rest lies ahead, each with supports; some are called off or postponed."""

from civic.bulk.numbers import ids, pick
from events.models import Event, Support
from places.models import Neighborhood, Venue

TOPICS = ["parks", "crossings", "libraries", "schools", "heating", "housing", "trees", "buses", "safety", "budgets", "noise", "rivers"]
KINDS = [*("town_hall", "forum", "listening", "board", "workshop", "clean_up") * 2, "training", "other", "clean_up"]  # of 100,000 some 5,000 coming trainings
PER_DAY = 250


def add_events(numbers, count, *, office):
    """Add so many events, 250 a day at hours of their own."""
    if not count:
        return
    areas, venues = ids(Neighborhood), ids(Venue)
    numbers.cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {Event._meta.db_table}")
    last = numbers.cursor.fetchone()[0]
    # Mixed by a hash, or the filters would meet only certain hours and places.
    mixed = "abs(hashint4((n + 7)::int))"
    starts = f"date_trunc('day', now()) + (n / {PER_DAY} - {count // PER_DAY // 4}) * interval '1 day' + (32 + {mixed} %% 48) * interval '15 minutes'"
    columns = {
        "title": f"'Meeting about ' || {pick(TOPICS, 5)} || ' ' || n", "slug": f"'made-up-event-' || ({last} + n)",
        "purpose": f"'What should change about ' || {pick(TOPICS, 3)} || '?'", "text": "'Come, listen, and say what you think.'",
        "kind": pick(KINDS, 4), "mode": "(ARRAY['in_person', 'in_person', 'hybrid', 'online'])[1 + n %% 4]",
        "state": "CASE n %% 100 WHEN 97 THEN 'cancelled' WHEN 98 THEN 'postponed' WHEN 99 THEN 'draft' ELSE 'published' END",
        "venue_id": f"CASE WHEN n %% 4 < 3 THEN {venues}[1 + {mixed} %% cardinality({venues})] END",
        "neighborhood_id": f"{areas}[1 + {mixed} %% cardinality({areas})]",
        "languages": "CASE WHEN n %% 5 = 0 THEN ARRAY['en', 'es'] WHEN n %% 17 = 0 THEN ARRAY['ht'] ELSE ARRAY['en'] END",
        "starts": starts, "ends": f"{starts} + interval '2 hours'", "capacity": "CASE WHEN n %% 3 = 0 THEN 40 END", "published_at": "now()",
        "office_id": str(office.id),
    }  # fmt: skip
    numbers.insert(Event, count, columns)
    support = {"event_id": f"{numbers.first[Event]} + n", "kind": "(ARRAY['childcare', 'food', 'asl', 'cart'])[1 + n %% 4]"}
    numbers.insert(Support, count, support)
