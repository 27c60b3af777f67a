"""100,000 events: server time and statements of the list with its filters, of one page, and of a calendar feed of 5,000 events."""

from bench.ground import TIMES, Ground, middle, tell
from bench.lists import ask

BULK = ("--people", "100", "--opportunities", "10", "--shifts", "10", "--sign-ups", "0", "--events", "100000")


def main():
    with Ground() as ground:
        database = ground.portal("bench_events", bulk=BULK)
        runs = [ask(ground, database, "bench.events_process") for _turn in range(TIMES)]
    for name in runs[0]:
        figures = {key: middle(run[name][key] for run in runs) for key in ("ms", "cpu_ms")}
        counted = {key: value for key, value in runs[0][name].items() if key not in figures}
        must = "ms < 500" if name.startswith("feed") else "ms < 60"
        tell(f"events_{name}", **figures, **counted, must=must)


if __name__ == "__main__":
    main()
