"""The staff's list of 1,000,000 sign-ups: its first page and a rare search, against Django's ModelAdmin on the same table; and all of it as CSV."""

import json
import subprocess
import sys

from bench.ground import TIMES, Ground, middle, tell
from civic.environment import BASE_DIR

BULK = ["--people", "200000", "--opportunities", "2000", "--shifts", "50000", "--sign-ups", "1000000"]


def main():
    with Ground() as ground:
        database = ground.portal("lists", bulk=BULK)
        tables = [{whose: ask(ground, database, "bench.table_process", whose) for whose in ("import_export", "ours")} for _turn in range(TIMES)]
        runs = [{whose: ask(ground, database, "bench.lists_process", whose) for whose in ("default", "ours")} for _turn in range(TIMES)]
    for question, must in (("first", "ratio <= 0.5"), ("rare", "ratio <= 0.167"), ("address", None), ("common", None)):
        ours, default = (middle(run[whose][question]["ms"] for run in runs) for whose in ("ours", "default"))
        tell(
            f"list_{question}", ms=ours, default_ms=default, ratio=round(ours / default, 3), rows=runs[0]["ours"][question]["rows"],
            default_rows=runs[0]["default"][question]["rows"], **({"must": must} if must else {}),
        )  # fmt: skip
    ours, theirs = (middle(run[whose]["per_second"] for run in tables) for whose in ("ours", "import_export"))
    tell(
        "list_csv", seconds=middle(run["ours"]["seconds"] for run in tables), rows=tables[0]["ours"]["lines"] - 1, rows_per_second=ours,
        import_export_rows_per_second=theirs, import_export_rows=tables[0]["import_export"]["lines"] - 1, times=round(ours / theirs, 1),
        mb=max(run["ours"]["mb"] for run in tables), import_export_mb=tables[0]["import_export"]["mb"], must="times >= 15, mb <= 150",
    )  # fmt: skip


def ask(ground, database, module, *words):
    """Run a module in a process that knows the portal's database and return the JSON line it prints."""
    environment = {**ground.environment, "DATABASE_URL": ground.url(database)}
    said = subprocess.run([sys.executable, "-m", module, *words], cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(said.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
