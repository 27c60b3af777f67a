"""The public list at 10,000 and 1,000,000 shifts, uncached and cached, beside a bare keyset list and a bare whole-page cache."""

import random
from datetime import UTC, datetime, timedelta

from bench.ground import TIMES, Ground, middle, tell
from bench.load import run

REQUESTS = 2000
SMALL = ["--people", "1000", "--opportunities", "500", "--shifts", "10000", "--sign-ups", "5000"]
LARGE = ["--people", "10000", "--opportunities", "20000", "--shifts", "1000000", "--sign-ups", "50000"]
TABLE = """
CREATE TABLE bare_card (id bigserial PRIMARY KEY, title varchar(150) NOT NULL, slug varchar(170) NOT NULL, place varchar(150) NOT NULL, starts timestamptz NOT NULL, neighborhood int NOT NULL, "left" int NOT NULL);
INSERT INTO bare_card (title, slug, place, starts, neighborhood, "left") SELECT 'Sort food ' || n, 'sort-food-' || n, 'Hall ' || n % 400, now() + n % 50000 * interval '3 minutes', n % 26, n % 20 FROM generate_series(1, 1000000) n;
CREATE INDEX ON bare_card (neighborhood, starts, id);
"""


def main():
    with Ground() as ground:
        if ground.database("yardstick_list"):
            ground.sql("yardstick_list", TABLE)
            ground.sql("yardstick_list", "VACUUM ANALYZE bare_card")
        small, large = ground.portal("small", bulk=SMALL), ground.portal("large", bulk=LARGE)
        figures = {"bare": [], "bare_cached": [], "small": [], "large": [], "cached": []}
        failures = 0
        for _ in range(TIMES):
            for name, database, application, addresses in (
                ("bare", "yardstick_list", "bench.yardsticks.bare_list_uncached", bare_addresses()),
                ("bare_cached", "yardstick_list", "bench.yardsticks.bare_list_cached", ["/?neighborhood=3"]),
                ("small", small, "civic.wsgi", addresses_in(ground, small)),
                ("large", large, "civic.wsgi", addresses_in(ground, large)),
                ("cached", large, "civic.wsgi", ["/volunteer/?neighborhood=neighborhood-3"]),
            ):
                result = measure(ground, database, application, addresses)
                figures[name].append(result.per_second)
                failures += result.failures + sum(count for status, count in result.statuses.items() if status != 200)
        report({name: middle(values) for name, values in figures.items()}, failures)


def report(rate, failures):
    tell(
        "browse_uncached", per_second=rate["large"], bare_per_second=rate["bare"], ratio=round(rate["large"] / rate["bare"], 2), small_per_second=rate["small"],
        large_to_small=round(rate["large"] / rate["small"], 2), failures=failures, must="ratio >= 0.5, large_to_small >= 0.85",
    )  # fmt: skip
    tell(
        "browse_cached",
        per_second=rate["cached"],
        bare_per_second=rate["bare_cached"],
        ratio=round(rate["cached"] / rate["bare_cached"], 2),
        must="ratio >= 0.6",
    )


def measure(ground, database, application, addresses):
    async def journey(visitor, number):
        await visitor.get(addresses[number % len(addresses)])

    with ground.serving(database, application) as port:
        run(journey, port=port, count=200, keep=True)
        return run(journey, port=port, count=REQUESTS, keep=True)


def bare_addresses():
    """Pages of the bare list, each another one, so that no cache can help."""
    chance = random.Random(1)
    now = datetime.now(UTC)
    moments = (now + timedelta(minutes=chance.randrange(100_000)) for _ in range(REQUESTS + 200))
    return [f"/?neighborhood={n % 26}&after={moment:%Y-%m-%dT%H:%M:%S}Z~{n}" for n, moment in enumerate(moments)]


def addresses_in(ground, database):
    """Pages of our list with the filters visitors use, each another page."""
    rows = ground.sql(
        database,
        "SELECT (extract(epoch FROM starts) * 1000000)::bigint, id FROM volunteers_card WHERE starts > now() ORDER BY md5(id::text) LIMIT %s",
        [REQUESTS + 200],
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
