"""The weekly email for 100,000 readers over 5,000 open things: choosing what each gets and owing it, in batches."""

import json
import subprocess
import sys

from bench.ground import Ground, middle, tell
from civic.environment import BASE_DIR

READERS, THINGS, TIMES = 100_000, 5_000, 3


def main(readers=READERS, things=THINGS, times=TIMES):
    """Fill a city, subscribe its people, and let the clock ring until everybody is served; `times` over."""
    with Ground() as ground:
        database = ground.portal(
            f"digest_{readers}_{things}",
            bulk=["--people", str(readers), "--opportunities", str(things), "--shifts", str(things * 2), "--sign-ups", str(readers // 4)],
        )
        environment = {**ground.environment, "DATABASE_URL": ground.url(database)}
        command = [sys.executable, "-m", "bench.digest_process"]
        runs = [json.loads(subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE).stdout) for _time in range(times)]
    last = runs[-1]
    ms = middle([run["seconds"] * 1000 / max(1, run["readers"]) for run in runs])
    tell(
        "digest", readers=last["readers"], things=last["things"], letters=last["letters"], ms_a_reader=ms, choosing_ms=middle([run["choosing_ms"] for run in runs]),
        index_seconds=middle([run["index_seconds"] for run in runs]), worker_mb=last["worker_mb"], twice=last["twice"], must="ms_a_reader < 3, twice 0",
    )  # fmt: skip


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
