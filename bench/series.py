"""A weekly series of two years with 3,000 sign-ups: another time from the second week on, all of it in one transaction."""

import json
import subprocess
import sys

from bench.ground import TIMES, Ground, middle, tell
from civic.environment import BASE_DIR


def main():
    with Ground() as ground:
        ground.database("bench_series", fresh=True)
        ground.manage("bench_series", "prepare", "--no-seed")
        environment = {**ground.environment, "DATABASE_URL": ground.url("bench_series")}
        command = [sys.executable, "-m", "bench.series_process", str(TIMES)]
        found = json.loads(subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    seconds = found.pop("seconds")
    tell("series_following", seconds=middle(seconds), **found, must="seconds < 2, lost 0, doubled 0")


if __name__ == "__main__":
    main()
