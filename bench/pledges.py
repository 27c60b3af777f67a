"""The pledge rush: 200 people at a time promise the last items of a capped need, beside a bare form under the same server."""

from bench.ground import TIMES, Ground, middle, tell
from bench.load import KEY, TOKEN, run
from bench.rush import journey_warm, rush_on_bare

WANTED, PEOPLE, CLIENTS = 1000, 1200, 200


def main():
    with Ground() as ground:
        database = ground.portal("rush", bulk=["--people", "1000", "--opportunities", "200", "--shifts", "2000", "--sign-ups", "2000"])
        bare, own = [], []
        for _ in range(TIMES):
            bare.append(rush_on_bare(ground, 1, clients=CLIENTS))
            own.append(rush_on_portal(ground, database))
    report(bare, own)


def report(bare, own):
    rate, yardstick = middle([r.per_second for r, _ in own]), middle([r.per_second for r, _ in bare])
    promised = [count for _, count in own]
    tell(
        "rush_pledges", per_second=rate, bare_per_second=yardstick, ratio=round(rate / yardstick, 2), p99_ms=middle([r.percentile(0.99) for r, _ in own]),
        bare_p99_ms=middle([r.percentile(0.99) for r, _ in bare]), cpu_ms=middle([r.cpu_ms for r, _ in own]), bare_cpu_ms=middle([r.cpu_ms for r, _ in bare]), wanted=WANTED, promised=promised,
        oversold=max(0, *(n - WANTED for n in promised)), undersold=max(0, *(WANTED - n for n in promised)), failures=sum(r.failures for r, _ in own), statuses=own[-1][0].statuses, must="ratio >= 0.4, oversold 0",
    )  # fmt: skip


def rush_on_portal(ground, database):
    slug, need = fresh_need(ground, database)
    path = f"/donate/{slug}/pledge/"

    async def journey(visitor, number):
        _, page = await visitor.get(path)
        token, key = TOKEN.search(page), KEY.search(page)
        values = {
            "csrfmiddlewaretoken": token[1].decode(),
            "key": (key[1] or key[2]).decode(),
            "name": f"Rush {number}",
            "email": f"rush-{need}-{number}@example.org",
        }
        await visitor.post(path, {**values, f"need_{need}": "1", "phone": "", "language": "en", "organization": "", "expected_day": "", "notes": ""})

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
        [WANTED],
    )[0]


if __name__ == "__main__":
    main()
