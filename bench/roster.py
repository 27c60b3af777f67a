"""The roster of a shift with 500 people: server time of the page and of one tick, and the statements a page costs."""

from bench.ground import TIMES, Ground, middle, tell
from bench.lists import ask


def main():
    runs = []
    with Ground() as ground:
        for _turn in range(TIMES):
            runs.append(ask(ground, ground.empty_portal("bench_roster"), "bench.roster_process"))
    tell(
        "roster", people=500, page_ms=middle(run["page"] for run in runs), page_cpu_ms=middle(run["page_cpu"] for run in runs),
        tick_ms=middle(run["tick"] for run in runs), tick_cpu_ms=middle(run["tick_cpu"] for run in runs),
        statements=max(run["statements"] for run in runs), kb=runs[0]["kb"], must="page_ms < 150, statements <= 10, tick_ms < 50",
    )  # fmt: skip


if __name__ == "__main__":
    main()
