"""The public list at 10,000 and 1,000,000 shifts, uncached and cached, beside a bare keyset list and a bare whole-page cache."""

import contextlib
import random
from datetime import UTC, datetime, timedelta
from statistics import median

from bench.ground import TIMES, Ground, middle, tell
from bench.load import run

REQUESTS, TURNS = 300, 3  # of each list in one turn; turns for each of the runs whose median counts
PAGES = 4000
SMALL = ["--people", "1000", "--opportunities", "500", "--shifts", "10000", "--sign-ups", "5000"]
LARGE = ["--people", "10000", "--opportunities", "20000", "--shifts", "1000000", "--sign-ups", "50000"]
TABLE = """
CREATE TABLE bare_card (id bigserial PRIMARY KEY, title varchar(150) NOT NULL, slug varchar(170) NOT NULL, place varchar(150) NOT NULL, starts timestamptz NOT NULL, neighborhood int NOT NULL, "left" int NOT NULL);
INSERT INTO bare_card (title, slug, place, starts, neighborhood, "left") SELECT 'Sort food ' || n, 'sort-food-' || n, 'Hall ' || n % 400, now() + n % 50000 * interval '3 minutes', n % 26, n % 20 FROM generate_series(1, 1000000) n;
CREATE INDEX ON bare_card (neighborhood, starts, id);
"""


def main():
    with Ground() as ground, contextlib.ExitStack() as stack:
        if ground.database("yardstick_list"):
            ground.sql("yardstick_list", TABLE)
            ground.sql("yardstick_list", "VACUUM ANALYZE bare_card")
        small, large = ground.portal("small", bulk=SMALL), ground.portal("large", bulk=LARGE)
        runs = {
            "bare": ("yardstick_list", "bench.yardsticks.bare_list_uncached", bare_addresses()),
            "bare_cached": ("yardstick_list", "bench.yardsticks.bare_list_cached", ["/?neighborhood=3"]),
            "small": (small, "civic.wsgi", addresses_in(ground, small)),
            "large": (large, "civic.wsgi", addresses_in(ground, large)),
            "cached": (large, "civic.wsgi", ["/volunteer/?neighborhood=neighborhood-3"]),
        }
        servers = {name: stack.enter_context(ground.serving(database, application)) for name, (database, application, _) in runs.items()}
        for name, (_, _, addresses) in runs.items():
            measure(servers[name], addresses, 0)
        # Short turns, one after the other, so that whatever else the machine does strikes all of them alike.
        results = {}
        for turn in range(1, TURNS * TIMES + 1):
            for name, (_, _, addresses) in runs.items():
                results.setdefault(name, []).append(measure(servers[name], addresses, turn))
        report(results)


def report(results):
    rate = {name: middle([one.per_second for one in many]) for name, many in results.items()}
    cpu = {name: round(median([one.cpu_ms for one in many]), 2) for name, many in results.items()}
    failures = sum(one.failures + sum(count for status, count in one.statuses.items() if status != 200) for many in results.values() for one in many)
    tell(
        "browse_uncached", per_second=rate["large"], bare_per_second=rate["bare"], ratio=round(rate["large"] / rate["bare"], 2), small_per_second=rate["small"],
        large_to_small=round(rate["large"] / rate["small"], 2), cpu_ms=cpu["large"], bare_cpu_ms=cpu["bare"], small_cpu_ms=cpu["small"], failures=failures,
        must="ratio >= 0.5, large_to_small >= 0.85",
    )  # fmt: skip
    tell(
        "browse_cached", per_second=rate["cached"], bare_per_second=rate["bare_cached"], ratio=round(rate["cached"] / rate["bare_cached"], 2),
        cpu_ms=cpu["cached"], bare_cpu_ms=cpu["bare_cached"], must="ratio >= 0.6",
    )  # fmt: skip


def measure(server, addresses, turn):
    """Ask for the addresses of one turn, 50 visitors at a time."""

    async def journey(visitor, number):
        await visitor.get(addresses[(turn * REQUESTS + number) % len(addresses)])

    return run(journey, server=server, count=REQUESTS, keep=True)


def bare_addresses():
    """Pages of the bare list, each another one, so that no cache can help."""
    chance = random.Random(1)
    now = datetime.now(UTC)
    moments = (now + timedelta(minutes=chance.randrange(100_000)) for _ in range(PAGES))
    return [f"/?neighborhood={n % 26}&after={moment:%Y-%m-%dT%H:%M:%S}Z~{n}" for n, moment in enumerate(moments)]


def addresses_in(ground, database):
    """Pages of our list with the filters visitors use, each another page."""
    rows = ground.sql(
        database,
        "SELECT (extract(epoch FROM starts) * 1000000)::bigint, id FROM volunteers_card WHERE starts > now() ORDER BY md5(id::text) LIMIT %s",
        [PAGES],
    )
    filters = (
        "",
        "neighborhood=neighborhood-{n}&",
        "interest=MADE-UP-{m}&",
        "open=1&family=1&",
        "language=es&",
        "q=food&",
        "neighborhood=neighborhood-{n}&open=1&",
    )
    return [f"/volunteer/?{filters[i % len(filters)].format(n=i % 26, m=i % 20)}page={starts}-{id}" for i, (starts, id) in enumerate(rows)]


if __name__ == "__main__":
    main()
