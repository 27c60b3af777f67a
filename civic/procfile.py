"""What the Procfile says: the same processes for production, for `up` and for the tests."""

import os
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


def main(name):
    """Become one process of the Procfile: `python -m civic.procfile web`."""
    command = commands()[name]
    os.chdir(BASE_DIR)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1])
