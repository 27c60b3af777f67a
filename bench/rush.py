"""The sign-up rush: 50 people at a time for 1,000 places, on one shift and spread over 50, beside a bare form under the same server."""

from functools import partial

from bench.ground import TIMES, Ground, middle, tell
from bench.load import CLIENTS, KEY, TOKEN, run

PLACES, PEOPLE = 1000, 1200
SHIFTS = 50
BULK = ["--people", "1000", "--opportunities", "200", "--shifts", "2000", "--sign-ups", "2000"]


def main():
    with Ground() as ground:
        database = ground.portal("rush", bulk=BULK)
        for spread in (1, SHIFTS):
            name = "rush_one_shift" if spread == 1 else f"rush_{spread}_shifts"
            compare(
                name, bare=partial(rush_on_bare, ground, spread), own=partial(rush_on_portal, ground, database, spread), must="ratio >= 0.4, p99_ratio <= 3"
            )


def compare(name, *, bare, own, must="ratio >= 0.4, oversold 0"):
    """Rush both by turns, the yardstick first, and print the line; `own` returns (result, places taken)."""
    turns = [(bare(), own()) for _turn in range(TIMES)]
    report(name, [result for result, _own in turns], [result for _bare, result in turns], must)


def typed(page, **values):
    """Return what is posted: the tokens of a form's page, and what a visitor fills in."""
    key = KEY.search(page)
    return {"csrfmiddlewaretoken": TOKEN.search(page)[1].decode(), "key": (key[1] or key[2]).decode(), "phone": "", "language": "en", **values}


def report(name, bare, own, must):
    rate, yardstick = middle([r.per_second for r, _ in own]), middle([r.per_second for r, _ in bare])
    slow, slow_yardstick = middle([r.percentile(0.99) for r, _ in own]), middle([r.percentile(0.99) for r, _ in bare])
    sold = [count for _, count in own]
    tell(
        name, per_second=rate, bare_per_second=yardstick, ratio=round(rate / yardstick, 2), p99_ms=slow, bare_p99_ms=slow_yardstick,
        p99_ratio=round(slow / slow_yardstick, 2), cpu_ms=middle([r.cpu_ms for r, _ in own]), bare_cpu_ms=middle([r.cpu_ms for r, _ in bare]), places=PLACES, taken=sold, oversold=max(0, *(n - PLACES for n in sold)),
        undersold=max(0, *(PLACES - n for n in sold)), failures=sum(r.failures for r, _ in own), statuses=own[-1][0].statuses, must=must,
    )  # fmt: skip


def rush_on_bare(ground, spread, clients=CLIENTS):
    ground.database("yardstick_form", fresh=True)
    ground.sql(
        "yardstick_form",
        "CREATE TABLE bare_shift (id bigserial PRIMARY KEY, title varchar(100) NOT NULL, starts timestamptz NOT NULL, capacity int NOT NULL, taken int NOT NULL);"
        "CREATE TABLE bare_signup (id bigserial PRIMARY KEY, shift_id bigint NOT NULL REFERENCES bare_shift, name varchar(100) NOT NULL, email varchar(254) NOT NULL);"
        f"INSERT INTO bare_shift (title, starts, capacity, taken) SELECT 'Sort food', now() + interval '3 days', {PLACES // spread}, 0 FROM generate_series(1, {spread})",
    )

    async def journey(visitor, number):
        path = f"/shifts/{number % spread + 1}/"
        _, page = await visitor.get(path)
        token = TOKEN.search(page)
        await visitor.post(path, {"csrfmiddlewaretoken": token[1].decode(), "name": f"Rush {number}", "email": f"rush-{number}@example.org"})

    with ground.serving("yardstick_form", "bench.yardsticks.bare_form") as server:
        run(journey_warm("/shifts/1/"), server=server, count=60)
        result = run(journey, server=server, count=PEOPLE, clients=clients)
    taken = ground.sql("yardstick_form", "SELECT count(*) FROM bare_signup")[0][0]
    return result, taken


def rush_on_portal(ground, database, spread):
    roles = fresh_roles(ground, database, spread)

    async def journey(visitor, number):
        path = f"/volunteer/shifts/{roles[number % spread]}/sign-up/"
        _, page = await visitor.get(path)
        values = {"name": f"Rush {number}", "email": f"rush-{roles[0]}-{number}@example.org", "party_size": "1", "notes": ""}
        await visitor.post(path, typed(page, **values))

    with ground.serving(database) as server:
        run(journey_warm(f"/volunteer/shifts/{roles[0]}/sign-up/"), server=server, count=60)
        result = run(journey, server=server, count=PEOPLE)
    taken = ground.sql(database, "SELECT sum(taken) FROM volunteers_shiftrole WHERE id = ANY(%s)", [roles])[0][0]
    rows = ground.sql(database, "SELECT sum(party_size) FROM volunteers_signup WHERE shift_role_id = ANY(%s) AND state = 'held'", [roles])[0][0]
    assert taken == rows, (taken, rows)
    return result, int(taken or 0)


def fresh_roles(ground, database, spread):
    """Make new shifts with 1,000 places in all and return their roles' ids."""
    rows = ground.sql(
        database,
        "WITH made AS (INSERT INTO volunteers_shift (opportunity_id, venue_id, starts, ends, time_zone, contact_name, contact_phone, contact_email, notes, reason, sequence, created_at, changed_at) "
        "SELECT (SELECT min(id) FROM volunteers_opportunity WHERE state = 'published' AND kind = 'shifts'), (SELECT min(id) FROM places_venue), now() + interval '30 days' + n * interval '3 hours', "
        "now() + interval '30 days 2 hours' + n * interval '3 hours', 'America/New_York', '', '', '', '', '', 0, now(), now() FROM generate_series(1, %s) n RETURNING id, opportunity_id) "
        "INSERT INTO volunteers_shiftrole (shift_id, opportunity_id, name, \"order\", capacity, taken, reserved, waitlist) SELECT id, opportunity_id, '', 0, %s, 0, 0, true FROM made RETURNING id",
        [spread, PLACES // spread],
    )
    return [row[0] for row in rows]


def journey_warm(path):
    async def journey(visitor, number):
        await visitor.get(path)

    return journey


if __name__ == "__main__":
    main()
