"""What the Procfile says: the same processes for production, for `up` and for the tests."""

import shlex
import sys

from civic.environment import BASE_DIR


def commands():
    """Return {name: command} of the Procfile in its order, each run by this very Python."""
    lines = [line for line in (BASE_DIR / "Procfile").read_text().splitlines() if line.strip() and not line.startswith("#")]
    return {name.strip(): with_this_python(shlex.split(command)) for name, command in (line.split(":", 1) for line in lines)}


def with_this_python(words):
    """Return the command with `python`, `gunicorn` or `celery` taken from the running environment, whatever PATH says."""
    if words[0] == "python":
        return [sys.executable, *words[1:]]
    return [sys.executable, "-m", *words]
