"""From the command to the first page when the demo city is there, and the memory of all processes together."""

import os
import sys
import time
import urllib.request
from pathlib import Path

from bench.ground import FOLDER, TIMES, middle, tell
from civic.environment import BASE_DIR
from civic.processes import Child, wait_until
from civic.servers import free_port


def main():
    folder = FOLDER.with_name("bench-start")
    Up(folder).stop()  # the first start builds the demo city
    later, memory = [], []
    for _ in range(TIMES):
        up = Up(folder)
        later.append(up.seconds)
        memory.append(up.memory())
        up.stop()
    tell("start", next_seconds=middle(later), memory_mb=middle(memory), must="next_seconds <= 8, memory_mb <= 700")


class Up:
    """The whole portal, started as `make run` does once its packages are there."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        environment = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "SECRET_KEY", "DEBUG"}
        }
        began = time.monotonic()
        with open(folder / "up.log", "wb") as log:
            command = [sys.executable, "manage.py", "up", "--port", str(self.port)]
            self.child = Child("up", command, folder=str(BASE_DIR), environment={**environment, "DATA_DIR": str(folder)}, output=log).start()
        if not wait_until(self.answers, 180):
            self.stop()
            raise SystemExit((folder / "up.log").read_text()[-2000:])
        self.seconds = time.monotonic() - began

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/", timeout=5) as page:
                return page.status == 200
        except OSError:
            return False

    def memory(self):
        """Return the proportional set size of all processes in MB, after every one of them had ten seconds to load."""
        time.sleep(10)
        return sum(_memory(process) for process in _family(self.child.pid)) / 1024

    def stop(self):
        self.child.stop(40)


def _family(root):
    processes = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found = [root]
    for process in found:
        found += [child for child, parent in processes.items() if parent == process]
    return found


def _parent(path):
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _memory(process):
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
