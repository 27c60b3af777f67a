"""How long an answer takes."""

import time


def timed(ask, *what, **more):
    """Return how long an answer takes, and how much of it is this process's own work, in milliseconds."""
    began, worked = time.perf_counter(), time.process_time()
    answer = ask(*what, **more)
    assert answer.status_code in {200, 302}, answer.status_code
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
