"""How long an answer takes, and how much memory a process has had."""

import re
import time
from pathlib import Path


def timed(ask, *what, **more):
    """Return how long an answer takes, and how much of it is this process's own work, in milliseconds."""
    began, worked = time.perf_counter(), time.process_time()
    answer = ask(*what, **more)
    assert answer.status_code in {200, 302}, answer.status_code
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def peak_mb():
    """Return the most memory this program has had at once (MB of 2^20 bytes). `ru_maxrss` would count what its parent had when it started it."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024
