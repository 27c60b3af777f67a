"""A drive with 200 needs, 50 locations, 20,000 pledges and 50,000 donations: server time and statements of its board and of its public page."""

from bench.ground import TIMES, Ground, middle, tell
from bench.lists import ask

BULK = ("--people", "20000", "--opportunities", "10", "--shifts", "10", "--sign-ups", "0", "--drives", "1", "--pledges", "20000", "--donations", "50000")


def main():
    with Ground() as ground:
        database = ground.portal("bench_drives", bulk=BULK)
        runs = [ask(ground, database, "bench.drives_process") for _turn in range(TIMES)]
    kinds = [f"{page}{kind}" for page in ("board", "page") if page in runs[0] for kind in ("", "_cpu", "_database_cpu")]
    figures = {f"{name}_ms": middle(run[name] for run in runs) for name in kinds}
    figures |= {name: number for name, number in runs[0].items() if name.endswith("_statements")}
    tell(
        "drives",
        needs=200,
        locations=50,
        pledges=20_000,
        donations=50_000,
        **figures,
        must="board_ms < 300, page_ms < 80, as many statements as for a small drive",
    )


if __name__ == "__main__":
    main()
