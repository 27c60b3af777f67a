"""Measures the statements that match people and shifts, in a process that knows the portal: prints how long PostgreSQL took for each of many."""

import json
import os
import subprocess
import sys
from statistics import median

from civic.environment import BASE_DIR


def milliseconds(ground, database, what, times):
    """Return the median over so many runs of the middle and of the slowest statement, in milliseconds."""
    environment = {**ground.environment, "DATABASE_URL": ground.url(database), "DJANGO_SETTINGS_MODULE": "civic.settings"}
    runs = []
    for _turn in range(times):
        said = subprocess.run(
            [sys.executable, "-m", "bench.matching_process", what], cwd=BASE_DIR, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE
        )
        runs.append(json.loads(said.stdout.splitlines()[-1]))
    return {
        "middle_ms": round(median(median(run["ms"]) for run in runs), 1), "slowest_ms": round(median(max(run["ms"]) for run in runs), 1),
        "statements": len(runs[0]["ms"]), "found": round(median(run["found"] for run in runs), 1),
    }  # fmt: skip
