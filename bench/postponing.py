"""Postponing an event with 5,000 registrations: how long staff wait, when the first letter is out, how long a code waits meanwhile."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.ground import TIMES, Ground, middle, tell
from bench.sink import Sink
from civic.environment import BASE_DIR


def main():
    with Ground() as ground, tempfile.TemporaryDirectory() as folder:
        ground.database("bench_postponing", fresh=True)
        ground.manage("bench_postponing", "prepare", "--no-seed")
        sink = Sink(Path(folder)).start()
        environment = {**ground.environment, "DATABASE_URL": ground.url("bench_postponing"), "EMAIL_URL": sink.url}
        command = [sys.executable, "-m", "bench.postponing_process", str(TIMES)]
        try:
            found = json.loads(subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        finally:
            sink.stop(5)
    seconds = {name: middle(found.pop(name)) for name in ("request_seconds", "first_out_seconds", "code_seconds")}
    tell("postponing", **seconds, **found, must="request_seconds < 1, first_out_seconds < 5, code_seconds < 5, lost 0, doubled 0")


if __name__ == "__main__":
    main()
