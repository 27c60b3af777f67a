"""The pledge rush: 200 people at a time promise the last items of a capped need, beside a bare form under the same server."""

from functools import partial

from bench.ground import Ground
from bench.load import run
from bench.rush import BULK, PEOPLE, PLACES, compare, journey_warm, rush_on_bare, typed

CLIENTS = 200


def main():
    with Ground() as ground:
        database = ground.portal("rush", bulk=BULK)
        compare("rush_pledges", bare=partial(rush_on_bare, ground, 1, clients=CLIENTS), own=partial(rush_on_portal, ground, database))


def rush_on_portal(ground, database):
    slug, need = fresh_need(ground, database)
    path = f"/donate/{slug}/pledge/"

    async def journey(visitor, number):
        _, page = await visitor.get(path)
        values = {
            "name": f"Rush {number}",
            "email": f"rush-{need}-{number}@example.org",
            f"need_{need}": "1",
            "organization": "",
            "expected_day": "",
            "notes": "",
        }
        await visitor.post(path, typed(page, **values))

    with ground.serving(database) as server:
        run(journey_warm(path), server=server, count=60)
        result = run(journey, server=server, count=PEOPLE, clients=CLIENTS)
    taken = ground.sql(database, "SELECT taken FROM donations_need WHERE id = %s", [need])[0][0]
    rows = ground.sql(database, "SELECT sum(quantity) FROM donations_pledgeline WHERE need_id = %s AND state = 'held'", [need])[0][0]
    assert taken == rows, (taken, rows)
    return result, int(taken or 0)


def fresh_need(ground, database):
    """Make a running drive with one capped need of 1,000; returns its address and the need's id."""
    return ground.sql(
        database,
        "WITH item AS (INSERT INTO donations_item (office_id, name, unit) SELECT min(id), 'Notebooks ' || gen_random_uuid(), '' FROM people_office RETURNING id, office_id), "
        "drive AS (INSERT INTO donations_drive (office_id, title, slug, story, for_whom, not_accepted, help_text, state, opens, closes, time_zone, reply_days, remind_days, offers_pick_up, "
        "offers_leave_outside, contact_name, contact_phone, contact_email, result, created_at, changed_at) SELECT office_id, 'Back to School Drive', 'rush-' || id, '', '', '', '', 'open', "
        "now() - interval '1 day', now() + interval '30 days', 'America/New_York', 3, 3, false, false, '', '', '', '', now(), now() FROM item RETURNING id, slug), "
        "need AS (INSERT INTO donations_need (drive_id, item_id, target, is_capped, taken, reserved, received, priority, note, \"order\") SELECT drive.id, item.id, %s, true, 0, 0, 0, 2, '', 0 "
        "FROM drive, item RETURNING id) SELECT drive.slug, need.id FROM drive, need",
        [PLACES],
    )[0]


if __name__ == "__main__":
    main()
