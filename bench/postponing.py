"""Postponing an event with 5,000 registrations: how long staff wait, when the first letter is out, how long a code waits meanwhile."""

import json
import subprocess
import sys

from bench.ground import TIMES, Ground, middle, tell
from civic.environment import BASE_DIR
from civic.servers import free_port


def main():
    with Ground() as ground:
        ground.empty_portal("bench_postponing")
        port = free_port()
        sink = subprocess.Popen([sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"])
        environment = {**ground.environment, "DATABASE_URL": ground.url("bench_postponing"), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        command = [sys.executable, "-m", "bench.postponing_process", str(TIMES)]
        try:
            found = json.loads(subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE).stdout)
        finally:
            sink.terminate()
            sink.wait()
    seconds = {name: middle(found.pop(name)) for name in ("request_seconds", "first_out_seconds", "code_seconds")}
    tell("postponing", **seconds, **found, must="request_seconds < 1, first_out_seconds < 5, code_seconds < 5, lost 0, doubled 0")


if __name__ == "__main__":
    main()
