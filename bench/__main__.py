"""`make bench`: every benchmark, one JSON line each. `python -m bench browse rush` runs some of them; BENCH_TIMES sets how often (3)."""

import subprocess
import sys

from civic.environment import BASE_DIR

ALL = (
    "pages",
    "start",
    "rush",
    "browse",
    "suggest",
    "twelve",
    "mail",
    "campaign",
    "series",
    "lists",
    "roster",
    "imports",
    "drives",
    "run_sheet",
    "pledges",
    "registrations",
    "events",
    "postponing",
    "digest",
    "restore",
)


def main(names):
    """Run each in a process of its own; return how many failed."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]!r}; there are: {', '.join(ALL)}.")
    return sum(subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=BASE_DIR).returncode != 0 for name in names or ALL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
