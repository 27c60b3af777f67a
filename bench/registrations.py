"""The registration rush: 200 people at a time register for the last places of an event, beside a bare form under the same server."""

from functools import partial

from bench.ground import Ground
from bench.load import run
from bench.rush import BULK, PEOPLE, PLACES, compare, journey_warm, rush_on_bare, typed

CLIENTS = 200
_EVENT = """
INSERT INTO events_event (office_id, title, slug, kind, mode, state, purpose, text, decision, bring, starts, ends, time_zone, capacity, taken, reserved, waitlist,
    languages, is_detached, is_public_meeting, is_sensitive, invited_only, online_link, dial_in, dial_in_code, test_link, stream_link, overflow_room, officers,
    asks_id, with_adult, guardian_consent, takes_groups, gaps_accepted, contact_name, contact_phone, contact_email, reason, result, sequence, late_hours,
    published_at, created_at, changed_at)
SELECT min(id), 'Town hall', 'rush-' || gen_random_uuid(), 'town_hall', 'in_person', 'published', '', '', '', '', now() + interval '30 days',
    now() + interval '30 days 2 hours', 'America/New_York', %s, 0, 0, true, '{}', false, false, false, false, '', '', '', '', '', '', '', false, false, true,
    false, '', '', '', '', '', '', 0, 24, now(), now(), now() FROM people_office RETURNING id, slug
"""


def main():
    with Ground() as ground:
        database = ground.portal("rush", bulk=BULK)
        compare("rush_registrations", bare=partial(rush_on_bare, ground, 1, clients=CLIENTS), own=partial(rush_on_portal, ground, database))


def rush_on_portal(ground, database):
    number, slug = ground.sql(database, _EVENT, [PLACES])[0]
    path = f"/events/{slug}/register/"

    async def journey(visitor, n):
        _, page = await visitor.get(path)
        values = {"name": f"Rush {n}", "email": f"rush-e{number}-{n}@example.org", "party_size": "1", "support_kind": "", "support": "", "question": ""}
        await visitor.post(path, typed(page, **values))

    with ground.serving(database) as server:
        run(journey_warm(path), server=server, count=60)
        result = run(journey, server=server, count=PEOPLE, clients=CLIENTS)
    taken = ground.sql(database, "SELECT taken FROM events_event WHERE id = %s", [number])[0][0]
    rows = ground.sql(database, "SELECT sum(party_size) FROM events_registration WHERE event_id = %s AND state = 'held'", [number])[0][0]
    assert taken == rows, (taken, rows)
    return result, int(taken or 0)


if __name__ == "__main__":
    main()
