"""The registration rush: 200 people at a time register for the last places of an event, beside a bare form under the same server."""

from bench.ground import TIMES, Ground, middle, tell
from bench.load import KEY, TOKEN, run
from bench.rush import PEOPLE, PLACES, journey_warm, rush_on_bare

CLIENTS = 200
_EVENT = """
INSERT INTO events_event (office_id, title, slug, kind, mode, state, purpose, text, decision, bring, starts, ends, time_zone, capacity, taken, reserved, waitlist,
    languages, is_detached, is_public_meeting, is_sensitive, invited_only, online_link, dial_in, dial_in_code, test_link, stream_link, overflow_room, officers,
    asks_id, with_adult, guardian_consent, takes_groups, gaps_accepted, contact_name, contact_phone, contact_email, reason, result, sequence, late_hours,
    created_at, changed_at)
SELECT min(id), 'Town hall', 'rush-' || gen_random_uuid(), 'town_hall', 'in_person', 'published', '', '', '', '', now() + interval '30 days',
    now() + interval '30 days 2 hours', 'America/New_York', %s, 0, 0, true, '{}', false, false, false, false, '', '', '', '', '', '', '', false, false, true,
    false, '', '', '', '', '', '', 0, 24, now(), now() FROM people_office RETURNING id, slug
"""


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
    taken = [count for _, count in own]
    tell(
        "rush_registrations", per_second=rate, bare_per_second=yardstick, ratio=round(rate / yardstick, 2), p99_ms=middle([r.percentile(0.99) for r, _ in own]),
        bare_p99_ms=middle([r.percentile(0.99) for r, _ in bare]), cpu_ms=middle([r.cpu_ms for r, _ in own]), bare_cpu_ms=middle([r.cpu_ms for r, _ in bare]),
        places=PLACES, taken=taken, oversold=max(0, *(n - PLACES for n in taken)), undersold=max(0, *(PLACES - n for n in taken)),
        failures=sum(r.failures for r, _ in own), statuses=own[-1][0].statuses, must="ratio >= 0.4, oversold 0",
    )  # fmt: skip


def rush_on_portal(ground, database):
    number, slug = ground.sql(database, _EVENT, [PLACES])[0]
    path = f"/events/{slug}/register/"

    async def journey(visitor, n):
        _, page = await visitor.get(path)
        token, key = TOKEN.search(page), KEY.search(page)
        values = {"csrfmiddlewaretoken": token[1].decode(), "key": (key[1] or key[2]).decode(), "name": f"Rush {n}", "email": f"rush-e{number}-{n}@example.org"}
        await visitor.post(path, {**values, "phone": "", "party_size": "1", "language": "en", "support_kind": "", "support": "", "question": ""})

    with ground.serving(database) as server:
        run(journey_warm(path), server=server, count=60)
        result = run(journey, server=server, count=PEOPLE, clients=CLIENTS)
    taken = ground.sql(database, "SELECT taken FROM events_event WHERE id = %s", [number])[0][0]
    rows = ground.sql(database, "SELECT sum(party_size) FROM events_registration WHERE event_id = %s AND state = 'held'", [number])[0][0]
    assert taken == rows, (taken, rows)
    return result, int(taken or 0)


if __name__ == "__main__":
    main()
